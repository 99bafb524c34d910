import { describe, expect, test } from 'vitest'
import { CursorError, type Store } from '../store.ts'
import type { NewDocument } from '../values/new-document.ts'
import type { DocumentFilter } from '../values/stored.ts'
import {
  addWithTexts,
  exampleDocument,
  examplePages,
  failedResult,
  type OpenTestStore,
} from './examples.ts'

async function ids(store: Store, filter: DocumentFilter) {
  return (await store.documents(filter)).documents.map(({ id }) => id)
}

export function describeLists(open: OpenTestStore) {
  describe('lists', () => {
    test('an empty store has an empty list', async () => {
      const { store } = await open()

      expect(await store.documents({ limit: 10 })).toEqual({
        ...{ documents: [], next: null, changes: 0 },
      })
    })

    test('documents are listed in insertion order, newest first, independent of the clock', async () => {
      const { store } = await open()
      const years = ['2026', '2020', '2030']
      const added: string[] = []
      for (const year of years) {
        added.push(await addWithTexts(store, [null], { createdAt: new Date(`${year}-01-01`) }))
      }

      expect(await ids(store, { limit: 10 })).toEqual(added.toReversed())
    })

    test('listed documents are complete', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null])

      const { documents } = await store.documents({ limit: 10 })

      expect(documents).toEqual([{ ...(await store.document(documentId)), snippet: null }])
    })

    test('status and batch filter, alone and together', async () => {
      const { store } = await open()
      const doneA = await addWithTexts(store, ['x'], { batch: 'a' })
      const queuedA = await addWithTexts(store, [null], { batch: 'a' })
      const doneB = await addWithTexts(store, ['x'], { batch: 'b' })
      const failed = exampleDocument()
      await store.addDocument(failed)
      await store.applyResult(failedResult(failed.id))

      expect(await ids(store, { limit: 10, status: 'done' })).toEqual([doneB, doneA])
      expect(await ids(store, { limit: 10, status: 'failed' })).toEqual([failed.id])
      expect(await ids(store, { limit: 10, status: 'partial' })).toEqual([])
      expect(await ids(store, { limit: 10, batch: 'a' })).toEqual([queuedA, doneA])
      expect(await ids(store, { limit: 10, batch: 'a', status: 'done' })).toEqual([doneA])
      expect(await ids(store, { limit: 10, query: 'x', batch: 'b' })).toEqual([doneB])
      expect(await ids(store, { limit: 10, query: 'x', status: 'failed' })).toEqual([])
    })

    test('the kind is that of the first page, and filters alone and with others', async () => {
      const { store } = await open()
      const [picture] = examplePages(1)
      const pdf = examplePages(1).map((page) => ({ ...page, mediaType: 'application/pdf' }))
      const add = (pages: NewDocument['pages'], batch: string) =>
        addWithTexts(store, ['x'], { pages, batch })
      const pictureA = await add(examplePages(1), 'a')
      const pdfA = await add([...pdf, ...(picture ? [picture] : [])], 'a')
      const pdfB = await add(pdf, 'b')

      expect(await ids(store, { limit: 10, kind: 'image' })).toEqual([pictureA])
      expect(await ids(store, { limit: 10, kind: 'pdf' })).toEqual([pdfB, pdfA])
      expect(await ids(store, { limit: 10, kind: 'pdf', batch: 'a' })).toEqual([pdfA])
      expect(await ids(store, { limit: 10, kind: 'pdf', status: 'failed' })).toEqual([])
      expect(await ids(store, { limit: 10, query: 'x', kind: 'image' })).toEqual([pictureA])
    })

    test('documents with the given ids, newest first', async () => {
      const { store } = await open()
      const [first = '', , third = ''] = [
        await addWithTexts(store, ['x']),
        await addWithTexts(store, ['x']),
        await addWithTexts(store, ['x'], { batch: 'b' }),
      ]

      expect(await ids(store, { limit: 10, ids: [first, 'unknown', third] })).toEqual([
        ...[third, first],
      ])
      expect(await ids(store, { limit: 10, ids: [first, third], batch: 'b' })).toEqual([third])
      expect(await ids(store, { limit: 10, ids: [] })).toEqual([])
    })

    test('createdAfter is inclusive, createdBefore exclusive', async () => {
      const { store } = await open()
      const [first, second, third] = [new Date(1000), new Date(2000), new Date(3000)]
      for (const [batch, createdAt] of Object.entries({ third, first, second })) {
        await addWithTexts(store, ['x'], { createdAt, batch })
      }
      const chosen = async (filter: Omit<DocumentFilter, 'limit'>) =>
        (await store.documents({ ...filter, limit: 10 })).documents.map(({ batch }) => batch)

      expect(await chosen({ createdAfter: second })).toEqual(['second', 'third'])
      expect(await chosen({ createdBefore: second })).toEqual(['first'])
      expect(await chosen({ createdAfter: first, createdBefore: third })).toEqual([
        'second',
        'first',
      ])
      const narrow = { createdAfter: second, createdBefore: third }
      expect(await chosen({ ...narrow, status: 'done' })).toEqual(['second'])
      expect(await chosen({ ...narrow, batch: 'first' })).toEqual([])
      expect(await chosen({ ...narrow, batch: 'second', status: 'done' })).toEqual(['second'])
      expect(await chosen({ ...narrow, query: 'x' })).toEqual(['second'])
    })

    test('a list continues where it ended, although documents are added and deleted meanwhile', async () => {
      const { store } = await open()
      const added: string[] = []
      for (let count = 0; count < 5; count++) added.push(await addWithTexts(store, [null]))
      const [fifth = '', fourth = '', third = '', second = '', first = ''] = added.toReversed()

      const begin = await store.documents({ limit: 2 })
      await addWithTexts(store, [null])
      await store.deleteDocument(fourth)
      await store.deleteDocument(third)
      const end = await store.documents({ limit: 2, cursor: begin.next ?? '' })

      expect(begin.documents.map(({ id }) => id)).toEqual([fifth, fourth])
      expect(end.documents.map(({ id }) => id)).toEqual([second, first])
      expect(end.next).toBeNull()
    })

    test('parts of a list have no gap and no overlap', async () => {
      const { store } = await open()
      for (let count = 0; count < 5; count++) await addWithTexts(store, [null], { batch: 'b' })
      const all = await ids(store, { limit: 10 })

      for (const filter of [{}, { batch: 'b' }, { status: 'queued' }, { kind: 'image' }] as const) {
        const begin = await store.documents({ ...filter, limit: 3 })
        const end = await store.documents({ ...filter, limit: 3, cursor: begin.next ?? '' })

        expect([...begin.documents, ...end.documents].map(({ id }) => id)).toEqual(all)
      }
    })

    test.each([{}, { query: 'word' }])('a part of %j has at most 2,000 pages', async (filter) => {
      const { store } = await open()
      const texts = ['word', ...Array.from({ length: 1200 }, () => null)]
      const added = [
        await addWithTexts(store, texts),
        await addWithTexts(store, texts),
        await addWithTexts(store, ['word']),
      ]

      const begin = await store.documents({ ...filter, limit: 10 })
      const end = await store.documents({ ...filter, limit: 10, cursor: begin.next ?? '' })

      const parts = [begin, end].map(({ documents }) => documents.map(({ id }) => id))
      expect(parts.map((part) => part.length)).toEqual([2, 1])
      expect(parts.flat().toSorted()).toEqual(added.toSorted())
      expect(end.next).toBeNull()
    })

    test('a document added after a deletion is newer than all earlier ones', async () => {
      const { store } = await open()
      const first = await addWithTexts(store, [null])
      const second = await addWithTexts(store, [null])
      const { next } = await store.documents({ limit: 1 })
      await store.deleteDocument(second)
      await store.deleteDocument(first)

      await addWithTexts(store, [null])

      expect(await ids(store, { limit: 10, cursor: next ?? '' })).toEqual([])
    })

    test('a list that ends with its last document has no next', async () => {
      const { store } = await open()
      await addWithTexts(store, [null])
      await addWithTexts(store, [null])

      expect((await store.documents({ limit: 2 })).next).toBeNull()
      expect((await store.documents({ limit: 1 })).next).toEqual(expect.any(String))
    })

    test.each([
      ...['', 'x', '1', '{"before":1}'],
      ...['1', 'null', '{}', '{"before":0}', '{"before":"1"}', '{"before":1,"position":1}'].map(
        (json) => Buffer.from(json).toString('base64url'),
      ),
    ])('the cursor %j is rejected', async (cursor) => {
      const { store } = await open()

      await expect(store.documents({ limit: 1, cursor })).rejects.toThrow(CursorError)
      await expect(store.documents({ limit: 1, cursor, query: 'x' })).rejects.toThrow(CursorError)
    })

    test('the cursor of a list is invalid for a search, and vice versa', async () => {
      const { store } = await open()
      await addWithTexts(store, ['word'])
      await addWithTexts(store, ['word'])
      const list = await store.documents({ limit: 1 })
      const search = await store.documents({ limit: 1, query: 'word' })

      const mixed = [
        store.documents({ limit: 1, query: 'word', cursor: list.next ?? '' }),
        store.documents({ limit: 1, cursor: search.next ?? '' }),
      ]

      await Promise.all(mixed.map((answer) => expect(answer).rejects.toThrow(CursorError)))
    })
  })
}
