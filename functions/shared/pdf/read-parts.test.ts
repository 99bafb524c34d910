import { expect, onTestFinished, test, vi } from 'vitest'
import { openPdf } from './open-pdf.ts'
import { darkest, marked, quarters, square } from './opened-pdf.fixture.ts'
import { pdfOf, sourceOf } from './pdf.fixture.ts'

const mebibyte = 1024 * 1024

/** Pages of 2 MiB, which PDFium needs to show them, and what is read of them. */
async function openLazily(read = (_from: number) => {}) {
  const content = `${marked} ${'%'.repeat(2 * mebibyte)}\n`
  const pdf = pdfOf([
    { size: square, content },
    { size: square, content },
  ])
  const source = sourceOf(pdf)
  const parts: string[] = []
  const document = await openPdf({
    ...source,
    read(from, to) {
      read(from)
      parts.push(`${from / mebibyte}-${Math.ceil(to / mebibyte)}`)
      return source.read(from, to)
    },
  })
  onTestFinished(() => document.close())
  return { document, parts }
}

test('what a page needs is read when it is asked for, and once', async () => {
  const { document, parts } = await openLazily()
  const atOpening = [...parts]

  const levels = await quarters(await document.render(1))
  const forFirst = [...parts]
  await document.render(1)
  await document.render(2)

  expect(darkest(levels)).toBe(2)
  expect(atOpening.toSorted()).toEqual(['0-1', '4-5'])
  expect(forFirst.toSorted()).toEqual(['0-1', '1-2', '2-3', '4-5'])
  expect(parts).toEqual([...forFirst, '3-4'])
})

test('a part of a page that cannot be read rejects, and ends the process', async () => {
  const { document } = await openLazily((from) => {
    if (from === 2 * mebibyte) throw new Error('disconnected')
  })

  await expect(document.render(1)).rejects.toThrow('disconnected')

  await vi.waitUntil(() => !document.isOpen())
})

test('bytes that fail reject, and end the process', async () => {
  const read = async function* () {
    yield Buffer.from('%PDF')
    throw new Error('disconnected')
  }

  await expect(openPdf({ read, length: 1000 })).rejects.toThrow('disconnected')
})

test('a process ends with its signal, even while it waits for bytes', async () => {
  const stop = new AbortController()
  const read = async function* () {
    yield Buffer.from('%PDF')
    stop.abort()
    await new Promise(() => {})
  }

  await expect(openPdf({ read, length: 1000, signal: stop.signal })).rejects.toThrow('killed')
})
