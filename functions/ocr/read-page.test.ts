import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { PageRecognized, toCloudEvent, toPageSubmitted } from '../shared/contract.ts'
import { DeadlineError, type Engine } from './engine.ts'
import { findLanguageData } from './language-data.ts'
import { createPageReader } from './read-page.ts'
import { createTesseractJs } from './tesseract-js.ts'

const limits = { maxPixels: 1_100_000, maxSide: 5000 }
const submit = (image: Uint8Array) =>
  toPageSubmitted({
    ...{ documentId: 'doc', page: 1, try: 1, language: 'eng', mediaType: 'image/png' },
    image,
  })

/** A business card of the samples, 869 × 563 px. */
const original = await readFile(
  join(import.meta.dirname, '../../loadtest/samples/card-surveyor.png'),
)
const line = 'Surveyor of bridges and small dams'
const card = () => sharp(original)
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })

describe('with tesseract.js', () => {
  const data = findLanguageData(['eng'])
  const engine = createTesseractJs({ data, timeoutMs: 60_000 })
  const readPage = createPageReader(engine, limits)
  afterAll(() => engine.close())

  async function read(image: Uint8Array) {
    const { data } = await readPage(submit(image))
    return 'text' in data ? data.text.trim() : data.code
  }

  test.each([
    ['PNG', () => card().png()],
    ['PNG with transparency', () => card().ensureAlpha().png()],
    ['16-bit PNG', () => card().toColourspace('rgb16').png()],
    ['bitonal PNG', () => card().png({ palette: true, colours: 2 })],
    ['JPEG', () => card().jpeg()],
    ['CMYK JPEG', () => card().toColourspace('cmyk').jpeg()],
    ['WebP', () => card().webp()],
    ['GIF', () => card().gif()],
    ['TIFF', () => card().tiff({ compression: 'lzw' })],
    [
      'bitonal TIFF',
      () => card().toColourspace('b-w').tiff({ bitdepth: 1, compression: 'ccittfax4' }),
    ],
    ['JPEG turned by EXIF', () => card().rotate(270).withMetadata({ orientation: 6 }).jpeg()],
    ['PNG turned by EXIF', () => card().rotate(180).withMetadata({ orientation: 3 }).png()],
  ])('reads a %s', async (_, picture) => {
    expect(await read(await picture().toBuffer())).toContain(line)
  })

  test('says what it read with, how large the picture is and where the words are', async () => {
    const turned = card().rotate(270).withMetadata({ orientation: 6 }).jpeg()

    const { data } = PageRecognized.parse(
      toCloudEvent(await readPage(submit(await turned.toBuffer()))),
    )

    expect(data).toMatchObject({ width: 869, height: 563, language: 'eng' })
    expect(data.engine).toBe('tesseract.js 7.0.0')
    expect(data.words.map((word) => word.text).slice(0, 3)).toEqual(['Ingrid', 'Solveig', 'Hart'])
  })

  test('a page with nothing on it has an empty text', async () => {
    expect(await read(await blank(300, 100).png().toBuffer())).toBe('')
  })

  test.each([
    ['too many pixels', () => blank(2000, 600).png()],
    ['a side too long', () => blank(5001, 10).png()],
  ])('is refused before it is decoded: %s', async (_, picture) => {
    expect(await read(await picture().toBuffer())).toBe('too-many-pixels')
  })

  test.each([
    ['no picture', async () => Buffer.from('hello')],
    ['nothing', async () => Buffer.alloc(0)],
    [
      'an SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['half a PNG', async () => half(await card().png().toBuffer())],
    ['half a JPEG', async () => half(await card().jpeg().toBuffer())],
    ['half a WebP', async () => half(await card().webp({ lossless: true }).toBuffer())],
    ['half a TIFF', async () => half(await card().tiff({ compression: 'none' }).toBuffer())],
  ])('is unreadable: %s', async (_, image) => {
    expect(await read(await image())).toBe('unreadable-image')
  })

  test('a broken picture does not harm the next one', async () => {
    await read(half(await card().png().toBuffer()))

    expect(await read(await card().png().toBuffer())).toContain(line)
  })
})

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)

test('recognition is stopped at its deadline, and the next page is read', async () => {
  const data = findLanguageData(['eng'])
  const hurried = createTesseractJs({ data, timeoutMs: 1 })
  await hurried.warm('eng')

  const late = hurried.recognize(await card().png().toBuffer(), 'eng')

  await expect(late).rejects.toThrow(DeadlineError)
  await hurried.close()
})

const failing = (error: unknown): Engine => ({
  name: 'e',
  model: 'm',
  recognize: async () => Promise.reject(error),
  close: async () => {},
})

test('a page that takes too long is a failure, not an error of delivery', async () => {
  const readPage = createPageReader(failing(new DeadlineError()), limits)

  const result = await readPage(submit(await card().png().toBuffer()))

  expect(result.data).toMatchObject({ code: 'timeout' })
})

test('what nobody knows of is thrown: the event comes again', async () => {
  const readPage = createPageReader(failing(new Error('no memory')), limits)

  await expect(readPage(submit(await card().png().toBuffer()))).rejects.toThrow('no memory')
})
