import { describe, expect, test } from 'vitest'
import {
  addAppended,
  addWithTexts,
  exampleLetter,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeCounts(open: OpenTestStore) {
  describe('counts', () => {
    test('pages are counted by the status of their latest try', async () => {
      const { store } = await open()
      const empty = await store.countPages()
      const documentId = await addWithTexts(store, ['read', 'read', null, null, null])
      await store.applyResult(failedResult(documentId, { page: 3 }))

      const counted = await store.countPages()
      await store.redrive(documentId, { pages: 'all' })

      expect(empty).toEqual({ queued: 0, done: 0, failed: 0 })
      expect(counted).toEqual({ queued: 2, done: 2, failed: 1 })
      expect(await store.countPages()).toEqual({ queued: 5, done: 0, failed: 0 })
    })

    test('the database has a size', async () => {
      const { store } = await open()

      expect(await store.sizeBytes()).toBeGreaterThan(10_000)
    })

    test('the first end of a page tells when it was uploaded, also after a loss', async () => {
      const { store } = await open()
      const [ended, lost] = [await addAppended(store, 1), await addAppended(store, 1)]

      const first = await store.applyResult(failedResult(ended))
      await store.requeueLost({ upTo: 2, after: null })
      const second = await store.applyResult(textResult(lost, { try: 2 }))

      const uploadedAt = new Date('2026-11-21T08:00:00.123Z')
      expect([first, second]).toEqual([
        { changed: true, uploadedAt },
        { changed: true, uploadedAt },
      ])
    })

    test('no later end of a page tells it: not a text after a failure, nor one after a redrive', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 4)
      for (const page of [1, 2, 3]) await store.applyResult(failedResult(documentId, { page }))
      const late = await store.applyResult(textResult(documentId, { page: 1 }))
      await store.redrive(documentId)
      await store.requeueLost({ upTo: 4, after: null })

      const results = [
        await store.applyResult(textResult(documentId, { page: 2, try: 2 })),
        await store.applyResult(textResult(documentId, { page: 3, try: 1 })),
        // A late text, and that of the try after the loss.
        await store.applyResult(textResult(documentId, { page: 4, try: 1 })),
        await store.applyResult(textResult(documentId, { page: 4, try: 2 })),
      ]

      expect([late, ...results].map(({ changed }) => changed)).not.toContain(false)
      expect([late, ...results].map(({ uploadedAt }) => uploadedAt !== null)).toEqual([
        ...[false, false, false],
        ...[true, false],
      ])
    })

    test('a dead letter tells whether its result changed a page', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null])
      const letter = exampleLetter({ documentId })

      const applied = [
        await store.recordDeadLetter(letter, failedResult(documentId, { page: 2 })),
        await store.recordDeadLetter(letter, failedResult(documentId, { page: 2 })),
        await store.recordDeadLetter(letter, failedResult(documentId, { page: 1 })),
        await store.recordDeadLetter(letter),
      ]

      expect(applied.map(({ changed }) => changed)).toEqual([true, false, false, false])
      expect(applied[0]?.uploadedAt).toBeInstanceOf(Date)
    })
  })
}
