import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { monotonicMs } from '../figures/monotonic.ts'
import { drawStubPage } from '../ocr/stub-page.ts'
import { startSleeping } from '../scale/sleeping-system.ts'
import { until, uploadImages } from '../system/glyphflow.ts'

const replicas = 2
const pageMs = 200
const stubPages = (count: number) => {
  const image = drawStubPage({ kind: 'page', number: pageMs })
  return Array.from({ length: count }, () => image)
}

test('a single page does not wait behind large documents, and these go on', async () => {
  const { url, client, journal, allEnded, stop } = await startSleeping({
    ocr: { 'max-scale': replicas, window: '60s' },
  })
  try {
    const large = await Promise.all([1, 2, 3].map(() => uploadImages(url, stubPages(50))))
    await until(async () => (await journal()).visits.length > 4 * replicas)
    const singles: { id: string; acceptedMs: number }[] = []
    for (const _ of [1, 2, 3, 4, 5]) {
      const id = await uploadImages(url, stubPages(1), `${randomUUID()}.png`)
      singles.push({ id, acceptedMs: monotonicMs() })
      await until(async () => (await client.document(id)).finishedAt !== null)
    }
    const restAtLast = (await client.system()).queuedPages
    await allEnded()

    const { visits } = await journal()
    const started = (id: string) => visits.find(({ documentId }) => documentId === id)?.fromMs
    const before = singles.map(({ id, acceptedMs }) => {
      const startMs = started(id) ?? Number.NaN
      const ofLarge = visits.filter(({ documentId }) => large.includes(documentId))
      return ofLarge.filter(({ fromMs }) => fromMs > acceptedMs && fromMs < startMs).length
    })
    // Two page times: what waits for each replica, and the next one that began to be delivered.
    expect(Math.max(...before)).toBeLessThanOrEqual(2 * replicas)
    expect(restAtLast).toBeGreaterThan(4 * replicas)
    const documents = await Promise.all(large.map((id) => client.document(id)))
    expect(documents.map(({ status }) => status)).toEqual(['done', 'done', 'done'])
  } finally {
    await stop()
  }
})
