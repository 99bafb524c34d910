import { expect, test, vi } from 'vitest'
import { toPageSubmitted } from '../../shared/events/contract/contract.ts'
import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import type { FetchOriginal } from './fetch-original.ts'
import { createLatestOriginal } from './latest-original.ts'
import type { Original } from './original.ts'

const { signal: gone } = new AbortController()
const pageOf = (digest: string, originalPage?: number) =>
  toPageSubmitted({
    ...{ documentId: '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0', page: 3, try: 1, language: 'eng' },
    ...{ digest, originalPage },
  })

function examplePdf() {
  let isOpen = true
  return {
    ...{
      pageCount: 2,
      isEncrypted: false,
      sizes: () => expect.fail(),
      text: () => expect.fail(),
      render: () => expect.fail(),
      append: () => expect.fail(),
      save: () => expect.fail(),
    },
    isOpen: () => isOpen,
    close: () => {
      isOpen = false
    },
  } satisfies PdfDocument
}

/** Originals by digest; records which of them are known at each fetch. */
function openLatest(originals: Record<string, Original | null>) {
  const known: (Original | undefined)[] = []
  const fetchOriginal: FetchOriginal = async ({ originaldigest }, _, kept) => {
    known.push(kept)
    return kept ?? originals[originaldigest] ?? null
  }
  return { latest: createLatestOriginal(fetchOriginal), known }
}

test('an original of several pages is kept for its other pages', async () => {
  const picture = Uint8Array.of(1)
  const { latest, known } = openLatest({ a: picture })

  const found = [await latest(pageOf('a', 1), gone), await latest(pageOf('a', 2), gone)]

  expect(found).toEqual([picture, picture])
  expect(known).toEqual([undefined, picture])
})

test('a picture of one page is not kept, and replaces nothing', async () => {
  const [pdf, picture] = [examplePdf(), Uint8Array.of(1)]
  const { latest, known } = openLatest({ a: pdf, b: picture })

  for (const digest of ['a', 'b', 'b', 'a']) {
    await latest(pageOf(digest, digest === 'a' ? 1 : undefined), gone)
  }

  expect(known).toEqual([undefined, undefined, undefined, pdf])
  expect(pdf.isOpen()).toBe(true)
})

test('the fault of a PDF is kept for its other pages', async () => {
  const fault = new PdfError('broken')
  const { latest, known } = openLatest({ a: fault })

  const found = [await latest(pageOf('a', 1), gone), await latest(pageOf('a', 2), gone)]

  expect(found).toEqual([fault, fault])
  expect(known).toEqual([undefined, fault])
})

test('another PDF closes the one before it', async () => {
  const [first, second] = [examplePdf(), examplePdf()]
  const { latest } = openLatest({ a: first, b: second })

  await latest(pageOf('a', 1), gone)
  await latest(pageOf('b'), gone)

  expect([first.isOpen(), second.isOpen()]).toEqual([false, true])
})

test('a PDF whose process has ended is fetched again', async () => {
  const pdf = examplePdf()
  const { latest, known } = openLatest({ a: pdf })
  await latest(pageOf('a', 1), gone)

  pdf.close()
  await latest(pageOf('a', 2), gone)

  expect(known).toEqual([undefined, undefined])
})

test('a PDF of a deleted document is closed', async () => {
  const pdf = examplePdf()
  let isDeleted = false
  const latest = createLatestOriginal(async () => (isDeleted ? null : pdf))
  await latest(pageOf('a', 1), gone)

  isDeleted = true
  await latest(pageOf('b', 1), gone)
  const beside = pdf.isOpen()
  await latest(pageOf('a', 2), gone)

  expect([beside, pdf.isOpen()]).toEqual([true, false])
})

test('a PDF is closed some minutes after its last page', async () => {
  vi.useFakeTimers()
  const pdf = examplePdf()
  const { latest } = openLatest({ a: pdf, b: Uint8Array.of(1) })
  const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000)

  await latest(pageOf('a', 1), gone)
  await minutes(4)
  await latest(pageOf('a', 2), gone)
  await minutes(4)
  await latest(pageOf('b'), gone)
  const before = pdf.isOpen()
  await minutes(1)

  expect([before, pdf.isOpen()]).toEqual([true, false])
  vi.useRealTimers()
})
