import sharp from 'sharp'
import { expect, test } from 'vitest'
import { toPageSubmitted } from '../../shared/events/contract.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { DeadlineError, type Engine } from '../engine/engine.ts'
import { createPageReader } from './read-page.ts'
import type { PictureReader } from './read-picture.ts'

const limits = { maxPixels: 1_000_000, maxSide: 5000, timeoutMs: 60_000 }
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
const blank = await picture(30, 10)
const page = toPageSubmitted({ documentId: 'doc', page: 1, try: 1, language: 'eng', digest: '' })

function failing(error: unknown): PictureReader {
  const engine: Engine = {
    ...{ name: 'e', model: 'm', languages: ['eng'], modelOf: () => 'm' },
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
