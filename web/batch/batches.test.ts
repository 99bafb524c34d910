import { expect, test, vi } from 'vitest'
import type { Document, DocumentChange, DocumentList } from '../../functions/shared/http/api.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { createBatches } from './batches.ts'

function setUp({ stored = null as string | null } = {}) {
  const documents = new Map<string, Document>()
  const storage = { getItem: () => stored, setItem: vi.fn() }
  const announce = vi.fn()
  const list = vi.fn(
    async (): Promise<DocumentList> => ({
      documents: [...documents.values()].map((document) => ({ ...document, snippet: null })),
      next: null,
      changes: 100,
    }),
  )
  const batches = createBatches({ api: { list }, storage, now: () => 0, announce })
  return { batches, documents, storage, announce, list }
}

function finished(id: string, seconds: number): Document {
  return {
    ...toQueuedDocument({ id, pages: 1 }),
    status: 'done',
    changes: 100,
    createdAt: '2026-11-21T08:00:00.000Z',
    finishedAt: new Date(Date.UTC(2026, 10, 21, 8, 0, seconds)).toISOString(),
  }
}

function change(id: string, status: DocumentChange['status'], number: number): DocumentChange {
  return { id, status, change: number, at: '2026-11-21T08:00:00.000Z' }
}

test('a batch is counted from the change feed and ends with a summary by the server’s clock', async () => {
  const { batches, documents, announce } = setUp()
  const batch = batches.start('b', 0)
  for (const id of ['d1', 'd2']) batch.add(toQueuedDocument({ id, pages: 1 }))
  documents.set('d1', finished('d1', 4)).set('d2', finished('d2', 8))

  batches.apply(change('d1', 'done', 7))
  const halfway = batch.tally.value
  batches.apply(change('d2', 'done', 8))

  await vi.waitFor(() => expect(announce).toHaveBeenCalledOnce())
  expect(halfway).toEqual({ total: 2, done: 1, failed: 0 })
  expect(batch.summary.value).toBe('2 pictures read in 8 s, 0.3 a second')
})

test('a batch whose times are known is not loaded again at its end', async () => {
  const { batches, documents, announce, list } = setUp()
  const batch = batches.start('b', 0)
  documents.set('d1', { ...toQueuedDocument({ id: 'd1', pages: 1 }), changes: 6 })
  await batches.refresh(batch)
  const createdAtMs = batch.times().createdAtMs ?? Number.NaN

  batches.apply({ ...change('d1', 'done', 7), at: new Date(createdAtMs + 4000).toISOString() })

  await vi.waitFor(() => expect(announce).toHaveBeenCalledOnce())
  expect(list).toHaveBeenCalledOnce()
  expect(batch.summary.value).toBe('1 picture read in 4 s')
})

test('an older change that arrives late is ignored', () => {
  const { batches } = setUp()
  const batch = batches.start('b', 0)
  batch.add({ id: 'd1', status: 'done', changes: 20 })

  batches.apply(change('d1', 'queued', 19))

  expect(batch.tally.value.done).toBe(1)
})

test('a deleted document leaves its batch', () => {
  const { batches } = setUp()
  const batch = batches.start('b', 1)
  batch.accepted(toQueuedDocument({ id: 'd1', pages: 1 }))

  batches.apply(change('d1', 'deleted', 5))

  expect(batch.tally.value.total).toBe(0)
})

test('a reload restores the batch with its current state', async () => {
  const { batches, documents } = setUp({ stored: '["b"]' })
  documents.set('d1', finished('d1', 4)).set('d2', toQueuedDocument({ id: 'd2', pages: 1 }))

  await batches.restore()

  expect(batches.shown.value[0]?.tally.value).toEqual({ total: 2, done: 1, failed: 0 })
})

test.each(['["b"]', 'rubbish', '{"a":1}'])(
  'a stored batch (%s) without documents is dropped',
  async (stored) => {
    const { batches } = setUp({ stored })

    await batches.restore()

    expect(batches.shown.value).toEqual([])
  },
)

test('refused and cancelled files do not keep a batch from ending', () => {
  const { batches } = setUp()
  const batch = batches.start('b', 3)

  batch.accepted({ id: 'd1', status: 'done', changes: 1 })
  batch.refused()
  batch.cancelled(1)

  expect(batch.tally.value).toEqual({ total: 2, done: 1, failed: 1 })
  expect(batch.isRunning.value).toBe(false)
})

test('a batch knows when its documents were created and ended, by the server’s clock', async () => {
  const { batches, documents } = setUp()
  const batch = batches.start('b', 0)
  for (const id of ['d1', 'd2']) batch.add(toQueuedDocument({ id, pages: 1 }))
  const before = batch.times()
  documents.set('d1', { ...finished('d1', 4), changes: 7 })
  documents.set('d2', { ...toQueuedDocument({ id: 'd2', pages: 1 }), changes: 6 })

  await batches.refresh(batch)
  batches.apply({ ...change('d2', 'done', 8), at: '2026-11-21T08:00:09.000Z' })

  const begin = Date.parse('2026-11-21T08:00:00.000Z')
  expect(before).toEqual({ createdAtMs: null, endedAtMs: [] })
  expect(batch.times()).toEqual({ createdAtMs: begin, endedAtMs: [begin + 4000, begin + 9000] })
})
