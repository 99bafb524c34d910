import sharp from 'sharp'
import { expect, test } from 'vitest'
import { toPageSubmitted } from '../shared/contract.ts'
import { DeadlineError, type Engine } from './engine/engine.ts'
import { createPageReader } from './read-page.ts'
import type { PictureReader } from './read-picture.ts'

const limits = { maxPixels: 1_000_000, maxSide: 5000, timeoutMs: 60_000 }
const blank = await sharp({ create: { width: 30, height: 10, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()
const page = toPageSubmitted({
  ...{ documentId: 'doc', page: 1, try: 1, language: 'eng', mediaType: 'image/png' },
  image: blank,
})

function failing(error: unknown): PictureReader {
  const engine: Engine = {
    ...{ name: 'e', model: 'm', languages: ['eng'], modelOf: () => 'm' },
    ...{ warm: async () => {}, close: async () => {} },
    recognize: async () => Promise.reject(error),
  }
  return { engine, limits, secondLooks: false }
}

test('a page that takes too long is a failure, not an error of delivery', async () => {
  const readPage = createPageReader(failing(new DeadlineError()))

  const result = await readPage(page)

  expect(result.data).toMatchObject({ code: 'timeout' })
})

test('what nobody knows of is thrown: the event comes again', async () => {
  const readPage = createPageReader(failing(new Error('no memory')))

  await expect(readPage(page)).rejects.toThrow('no memory')
})
