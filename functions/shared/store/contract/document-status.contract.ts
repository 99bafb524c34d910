import { describe, expect, test } from 'vitest'
import { addPages, failedResult, type OpenTestStore, textResult } from './examples.fixture.ts'

export function describeDocumentStatus(open: OpenTestStore) {
  describe('the status of a document', () => {
    test.each([
      { pages: ['queued', 'queued'], status: 'queued', finished: false },
      { pages: ['done', 'queued'], status: 'processing', finished: false },
      { pages: ['failed', 'queued'], status: 'processing', finished: false },
      { pages: ['done', 'done'], status: 'done', finished: true },
      { pages: ['failed', 'failed'], status: 'failed', finished: true },
      { pages: ['failed', 'done'], status: 'partial', finished: true },
    ])('a document with pages $pages is $status', async ({ pages, status, finished }) => {
      const { store } = await open()
      const documentId = await addPages(store, 2)

      for (const [index, end] of pages.entries()) {
        if (end === 'done') await store.applyResult(textResult(documentId, { page: index + 1 }))
        if (end === 'failed') await store.applyResult(failedResult(documentId, { page: index + 1 }))
      }

      const document = await store.document(documentId)
      expect(document?.status).toBe(status)
      const lastEnd = document?.pages.at(-1)?.finishedAt ?? null
      expect(document?.finishedAt).toEqual(finished ? lastEnd : null)
    })

    test('a document is no longer finished after a page was queued again', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 2)
      await store.applyResult(failedResult(documentId, { page: 1 }))
      await store.applyResult(failedResult(documentId, { page: 2 }))
      await store.redrive(documentId)

      await store.applyResult(textResult(documentId, { page: 2, try: 2 }))

      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'processing', finishedAt: null },
      })
    })
  })
}
