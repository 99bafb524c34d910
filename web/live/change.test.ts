import { expect, test } from 'vitest'
import { toQueuedDocument } from '../library/queued-document.ts'
import { type Change, isNews } from './change.ts'

const document = { ...toQueuedDocument({ id: 'd', pages: 2 }), changes: 10 }

function pageChange(status: 'queued' | 'done', change: number): Change {
  return { kind: 'page', change, at: '2026-11-21T08:00:00Z', id: 'd', page: 1, status, try: 1 }
}

test('a page that ended is news', () => {
  expect(isNews(pageChange('done', 11), document)).toBe(true)
})

test('what the document was loaded with is no news', () => {
  expect(isNews(pageChange('done', 10), document)).toBe(false)
})

test('that a queued page is queued is no news, that a failed one is queued again is', () => {
  const [page] = document.pages
  const failed = { ...document, pages: page ? [{ ...page, status: 'failed' as const }] : [] }

  expect(isNews(pageChange('queued', 11), document)).toBe(false)
  expect(isNews(pageChange('queued', 11), failed)).toBe(true)
})
