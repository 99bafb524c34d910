import pLimit from 'p-limit'
import { expect, test } from 'vitest'
import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import { exampleExported, examplePage } from '../exported.fixture.ts'
import { createOpenOriginals } from './originals.ts'
import { bufferDeps } from './pdf.fixture.ts'

const { document } = exampleExported([examplePage()])

test('PDFs wait in a short queue to be written anew', async () => {
  const gone = new AbortController()
  const never = new Promise<void>((resolve) =>
    gone.signal.addEventListener('abort', () => resolve()),
  )
  const openOriginals = createOpenOriginals({
    ...bufferDeps,
    store: {
      original: async () => ({
        ...{ mediaType: pdfMediaType, bytes: 1000, digest: '', originalPage: null },
        async *read() {
          await never
          yield new Uint8Array()
        },
      }),
    },
  })
  const pdf = await openOriginals('id', gone.signal).pdf(document)
  const waiting = Array.from({ length: 6 }, () => pdf?.copy())
  const settled = Promise.allSettled(waiting)

  const refused = pdf?.copy()

  await expect(refused).rejects.toMatchObject({ status: 503, code: 'too-many-exports' })
  gone.abort()
  const outcomes = await settled
  expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('rejected'))
  await expect(pdf?.copy()).rejects.toMatchObject({ status: 404 })
})

test('a PDF is written anew in turn with those of uploads', async () => {
  const limitPdfs = pLimit(1)
  const opening: number[] = []
  const openOriginals = createOpenOriginals({
    ...{ ...bufferDeps, limitPdfs },
    store: {
      original: async () => ({
        ...{ mediaType: pdfMediaType, bytes: 1000, digest: '', originalPage: null },
        read() {
          opening.push(limitPdfs.activeCount)
          throw new Error('Expected a store')
        },
      }),
    },
  })
  const pdf = await openOriginals('id', new AbortController().signal).pdf(document)

  await expect(pdf?.copy()).rejects.toThrow('Expected a store')

  expect(opening).toEqual([1])
})
