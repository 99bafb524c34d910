import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { readParts } from './multipart.ts'

const maxBytes = 2000
const bytesOf = (text: string) => Buffer.from(text, 'latin1')

async function* chunksOf(text: string, length = text.length) {
  for (let at = 0; at < text.length; at += length) yield bytesOf(text.slice(at, at + length))
}

/** Headers and bytes of each part, as one string. */
async function read(body: AsyncIterable<Uint8Array>, boundary = 'b'): Promise<string[]> {
  const contentType = `multipart/form-data; boundary=${boundary}`
  const parts: string[] = []
  for await (const { headers, body: content } of readParts(body, contentType, maxBytes)) {
    const lines = [...headers].map(([name, value]) => `${name}=${value} `)
    parts.push(lines.join('') + (await buffer(content)).toString('latin1'))
  }
  return parts
}

const first = 'A: 1\r\n\r\none'
const second = 'A: 2\r\n\r\ntwo\r\n\r\n--\r\n--'

describe('a multipart body', () => {
  test.each([
    ['boundaries only', `--b\r\n${first}\r\n--b\r\n${second}\r\n--b--`],
    ['an empty line before its first boundary', `\r\n--b\r\n${first}\r\n--b\r\n${second}\r\n--b--`],
    [
      'a preamble and an epilogue',
      `For old programs: --b\r\n-- b\r\n--a\r\n--b\r\n${first}\r\n--b\r\n${second}\r\n--b--\r\nbye\r\n--b\r\n`,
    ],
    [
      'a preamble of lines that end in LF',
      `multi\nline\r\n\r\n--b\r\n${first}\r\n--b\r\n${second}\r\n--b--\r\n`,
    ],
    ['white space after its boundaries', `--b \r\n${first}\r\n--b \t\r\n${second}\r\n--b-- \r\n`],
  ])('with %s is parsed from chunks of every length', async (_, body) => {
    const expected = ['a=1 one', 'a=2 two\r\n\r\n--\r\n--']

    for (let length = 1; length <= body.length; length++) {
      expect(await read(chunksOf(body, length))).toEqual(expected)
    }
  })

  test('is parsed from two chunks split at every position', async () => {
    const body = `pre\r\n--b\r\n${first}\r\n--b\r\n${second}\r\n--b--\r\npost`

    for (let at = 0; at <= body.length; at++) {
      const halves = (async function* () {
        yield bytesOf(body.slice(0, at))
        yield bytesOf(body.slice(at))
      })()
      expect(await read(halves)).toEqual(['a=1 one', 'a=2 two\r\n\r\n--\r\n--'])
    }
  })

  test.each([
    ['"a b:/?=,()"', 'a b:/?=,()'],
    ["a'()+_,-./:=?", "a'()+_,-./:=?"],
    ['"quoted"; charset=utf-8', 'quoted'],
    ['----WebKitFormBoundary.*+[x]', '----WebKitFormBoundary.*+[x]'],
    ['x'.repeat(70), 'x'.repeat(70)],
  ])('may have the boundary %s', async (parameter, boundary) => {
    const body = `--${boundary}\r\n${first}\r\n--${boundary}--`

    expect(await read(chunksOf(body, 7), parameter)).toEqual(['a=1 one'])
  })

  test('may have parts without headers, without bytes, and with folded headers', async () => {
    const body =
      '--b\r\n\r\nbare\r\n--b\r\nA: 1\r\n\r\n\r\n--b\r\nA: 1;\r\n\tb=2\r\na : 3\r\n\r\nx\r\n--b--'

    expect(await read(chunksOf(body))).toEqual(['bare', 'a=1 ', 'a=1;\tb=2 x'])
  })

  test('may have parts that end with their headers', async () => {
    const body = `--b\r\nA: 1\r\n\r\n--b\r\n\r\n--b\r\n${first}\r\n--b\r\nA: 3\r\n\r\n--b--`

    for (let length = 1; length <= body.length; length++) {
      expect(await read(chunksOf(body, length))).toEqual(['a=1 ', '', 'a=1 one', 'a=3 '])
    }
  })

  test('has the boundary of the boundary parameter, not of text inside another parameter', async () => {
    const contentType = 'multipart/form-data; x="\\"; boundary=c"; boundary=b'
    const parts = readParts(chunksOf(`--b\r\n${first}\r\n--b--`), contentType, maxBytes)

    const { value } = await parts.next()

    expect(value && String(await buffer(value.body))).toBe('one')
  })

  test('with a boundary among the headers of a part is rejected, even if it looks like a header', async () => {
    const body = `--a:b\r\nA: 1\r\n--a:b\r\n${first}\r\n--a:b--`

    await expect(read(chunksOf(body), 'a:b')).rejects.toThrow(/name: value/)
  })

  test.each([
    ['a boundary that does not end its line', `--bc\r\n${first}\r\n--b--`, /end its line/],
    ['no boundary', 'text\r\n', /before its first boundary/],
    [
      'a boundary that does not begin its line',
      `x--b\r\n${first}\r\nx--b--`,
      /before its first boundary/,
    ],
    ['a lone LF before a boundary', `--b\r\n${first}\n--b--`, /before its last boundary.*CRLF/],
    [
      'headers that end in a lone LF',
      '--b\r\nA: 1\n\nx\r\n--b--',
      /before its last boundary.*CRLF/,
    ],
    [
      'a part without the end of its headers',
      `--b\r\nA: 1\r\n--b\r\n${first}\r\n--b--`,
      /name: value/,
    ],
    ['a lone LF in a header', '--b\r\nA: 1\nB: 2\r\n\r\nx\r\n--b--', /name: value/],
    ['a lone CR in a header', '--b\r\nA: 1\rB: 2\r\n\r\nx\r\n--b--', /name: value/],
    ['too long a header', `--b\r\nA: ${'x'.repeat(4095)}\r\n\r\n\r\n--b--`, /4096 bytes/],
    ['too many headers', `--b\r\n${'A: 12345\r\n'.repeat(600)}\r\n\r\n--b--`, /4096 bytes/],
  ])('with %s is rejected', async (_, body, message) => {
    await expect(read(chunksOf(body, 5))).rejects.toMatchObject({
      status: 400,
      code: 'malformed-multipart',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    ['malformed', '--bc'],
    ['truncated', '--b\r\n'],
    ['complete', `--b\r\n${first}\r\n--b--`],
  ])('that is %s is closed', async (_, body) => {
    let isOpen = true
    const chunks = (async function* () {
      try {
        yield bytesOf(`${body}\r\n`)
      } finally {
        isOpen = false
      }
    })()

    await read(chunks).catch(() => {})

    expect(isOpen).toBe(false)
  })

  test('is read to its end, so that the connection can be reused', async () => {
    let consumed = 0
    const chunks = (async function* () {
      for (const chunk of [`--b\r\n${first}\r\n--b--`, 'more', 'and more']) {
        consumed += 1
        yield bytesOf(chunk)
      }
    })()

    await read(chunks)

    expect(consumed).toBe(3)
  })
})
