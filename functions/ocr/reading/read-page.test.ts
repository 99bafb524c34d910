import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toPageSubmitted } from '../../shared/events/contract/contract.ts'
import { openPdf } from '../../shared/pdf/open-pdf.ts'
import { pdfOf, sourceOf } from '../../shared/pdf/pdf.fixture.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { DeadlineError, type Engine } from '../engine/engine.ts'
import { createPageReader } from './read-page.ts'
import type { PictureReader } from './read-picture.ts'

const limits = { MAX_PIXELS: 1_000_000, MAX_SIDE: 5000, PAGE_TIMEOUT_MS: 60_000 }
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
const blank = await picture(30, 10)
const page = toPageSubmitted({ documentId: 'doc', page: 1, try: 1, language: 'eng', digest: '' })

function failing(error: unknown): PictureReader {
  const engine: Engine = {
    ...{ name: 'e', languages: ['eng'], modelOf: () => 'm' },
    ...{ warm: async () => {}, close: async () => {} },
    recognize: async () => Promise.reject(error),
  }
  return { engine, limits, secondLooks: false }
}

test('a page that exceeds its time limit fails, and its delivery succeeds', async () => {
  const readPage = createPageReader(failing(new DeadlineError()))

  const result = await readPage(page, blank)

  expect(result.data).toMatchObject({ code: 'timeout' })
})

test.each([
  { what: 'a truncated picture', image: blank.subarray(0, 60), code: 'unreadable-image' },
  {
    what: 'a picture with too many pixels',
    image: await picture(2000, 1000),
    code: 'too-many-pixels',
  },
  { what: 'a broken PDF', image: new PdfError('broken'), code: 'unreadable-image' },
  { what: 'a PDF opened for too long', image: new PdfError('time'), code: 'timeout' },
])('$what fails with $code', async ({ image, code }) => {
  const readPage = createPageReader(failing(new Error('Expected no recognition')))

  const result = await readPage(page, image)

  expect(result.data).toMatchObject({ code })
})

test('an unexpected error is thrown, so that the event is redelivered', async () => {
  const readPage = createPageReader(failing(new Error('no memory')))

  await expect(readPage(page, blank)).rejects.toThrow('no memory')
})

describe('the text of a PDF', () => {
  async function read(event: Partial<typeof page>, pdfText?: 'auto' | 'layer' | 'ocr') {
    const pdf = pdfOf([{ size: [400, 200], lines: ['The harbour office opens'] }])
    const document = await openPdf(sourceOf(pdf))
    onTestFinished(() => document.close())
    const seen: { width: number; height: number }[] = []
    const engine: Engine = {
      ...{ name: 'e', languages: ['eng'], modelOf: () => 'm' },
      ...{ warm: async () => {}, close: async () => {} },
      async recognize({ width, height }) {
        seen.push({ width, height })
        return { text: 'read', confidence: 95, words: [] }
      },
    }
    const reader = { engine, limits: { ...limits, MAX_PIXELS: 9_000_000 }, secondLooks: false }
    const readPage = createPageReader({ ...reader, ...(pdfText && { pdfText }) })
    const { data } = await readPage({ ...page, ...event }, document)
    return { data, seen }
  }

  test.each([
    [undefined, undefined, 'text-layer'],
    [undefined, 'ocr', 'e'],
    ['ocr', undefined, 'e'],
    ['ocr', 'layer', 'e'],
    ['layer', 'ocr', 'text-layer'],
    ['auto', 'ocr', 'text-layer'],
  ] as const)('with pdftext %s and the setting %s is read by %s', async (pdftext, setting, by) => {
    const { data } = await read(pdftext ? { pdftext } : {}, setting)

    expect(data).toMatchObject({ engine: by })
  })

  test('does not depend on a turn, and recognition does', async () => {
    const own = await read({ rotate: 90 })
    const recognized = await read({ rotate: 90, pdftext: 'ocr' })

    const { width, height } = { width: 1700, height: 850, ...own.data }
    expect(own).toMatchObject({ seen: [], data: { engine: 'text-layer' } })
    expect(width).toBeGreaterThan(height)
    expect(recognized.data).toMatchObject({ engine: 'e', width, height })
    const [seen = { width: 0, height: 0 }] = recognized.seen
    expect(seen.height).toBeGreaterThan(seen.width)
  })
})
