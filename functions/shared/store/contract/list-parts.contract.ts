import { describe, expect, test } from 'vitest'
import { CursorError, type Store } from '../store.ts'
import type { DocumentFilter } from '../values/stored.ts'
import { addWithTexts, type OpenTestStore } from './examples.fixture.ts'

async function ids(store: Store, filter: DocumentFilter) {
  return (await store.documents(filter)).documents.map(({ id }) => id)
}

export function describeListParts(open: OpenTestStore) {
  describe('parts of a list', () => {
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
