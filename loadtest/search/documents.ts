import pLimit from 'p-limit'
import { inMemory } from '../../functions/shared/store/originals.ts'
import type { Store } from '../../functions/shared/store/store.ts'
import type { NewDocument } from '../../functions/shared/store/values/new-document.ts'
import type { Chances } from './chances.ts'

const forEachConcurrent = 8
const picture = {
  mediaType: 'image/png',
  width: 1000,
  height: 1400,
  ...inMemory(Uint8Array.of(0)),
}

/** Fills a store with typical documents and a few pathological ones. */
export async function addDocuments(store: Store, count: number, chances: Chances): Promise<void> {
  const inTurn = pLimit(forEachConcurrent)
  const numbers = Array.from({ length: count }, (_, index) => index)
  await inTurn.map(numbers, (number) => addDocument(store, number, chances))
}

async function addDocument(store: Store, number: number, chances: Chances): Promise<void> {
  const texts = textsOf(chances)
  const document: NewDocument = {
    id: `document-${number}`,
    createdAt: new Date(),
    filename: chances.oneIn(10) ? null : nameOf(number, chances),
    batch: chances.oneIn(4) ? `batch-${number % 50}` : null,
    language: 'eng',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    idempotency: null,
    pages: texts.map(() => ({
      ...picture,
      mediaType: number % 10 === 0 ? 'application/pdf' : 'image/png',
    })),
  }
  await store.addDocument(document)
  for (const [index, text] of texts.entries()) {
    // Some pages stay queued.
    if (chances.oneIn(50)) continue
    await store.applyResult({
      ...{ documentId: document.id, page: index + 1, try: 1, status: 'done' },
      recognition: {
        ...{ text, confidence: 90, width: 1000, height: 1400, words: [] },
        ...{ language: 'eng', engine: 'none', model: 'none' },
        timings: { decodeMs: 1, recognizeMs: 1 },
      },
    })
  }
  // Otherwise a runtime would send the queued pages again.
  const unappended = await store.unappendedPages(document.id)
  if (unappended.length > 0) await store.markAppended(document.id, unappended)
}

function nameOf(number: number, chances: Chances): string {
  return chances.oneOf([`scan-${number}.png`, `IMG_${number}.jpg`, `${chances.words(2)}.tif`])
}

function textsOf(chances: Chances): string[] {
  const pages = chances.oneIn(10) ? chances.whole(2, 5) : 1
  return Array.from({ length: pages }, () => {
    if (chances.oneIn(1000)) return oddText(chances)
    if (chances.oneIn(8)) return chances.characters(chances.whole(20, 1500))
    const numbers = Array.from({ length: chances.whole(0, 20) }, () => chances.whole(0, 1e6))
    return `${hyphenated(chances.words(chances.whole(5, 400)), chances)} ${numbers.join(' ')}`
  })
}

/** Splits some longer words across lines. */
function hyphenated(text: string, chances: Chances): string {
  return text.replace(/(?<=\b\p{L}{3,5})(?=\p{L}{3})/gu, () => (chances.oneIn(40) ? '-\n' : ''))
}

function oddText(chances: Chances): string {
  return chances.oneOf([
    'the '.repeat(420),
    chances.characters(30_000),
    'a-b-\n'.repeat(20_000),
    'a b c '.repeat(20_000),
    'x'.repeat(300_000),
    `e${'\u0301\u0323'.repeat(20_000)}`,
    chances.words(30_000),
  ])
}
