import { expect, test } from 'vitest'
import { toQueuedDocument } from '../library/queued-document.ts'
import { type Change, needsRefetch } from './change.ts'

const document = { ...toQueuedDocument({ id: 'd', pages: 2 }), changes: 10 }

function pageChange(status: 'queued' | 'done', change: number): Change {
  return { kind: 'page', change, at: '2026-11-21T08:00:00Z', id: 'd', page: 1, status, try: 1 }
}

test('a finished page needs a request', () => {
  expect(needsRefetch(pageChange('done', 11), document)).toBe(true)
})

test('a change included in the loaded document needs none', () => {
  expect(needsRefetch(pageChange('done', 10), document)).toBe(false)
})

test('a queued status needs a request for a failed page only', () => {
  const [page] = document.pages
  const failed = { ...document, pages: page ? [{ ...page, status: 'failed' as const }] : [] }

  expect(needsRefetch(pageChange('queued', 11), document)).toBe(false)
  expect(needsRefetch(pageChange('queued', 11), failed)).toBe(true)
})
