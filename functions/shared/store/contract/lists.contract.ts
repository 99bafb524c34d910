import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { NewDocument } from '../values/new-document.ts'
import type { DocumentFilter } from '../values/stored.ts'
import {
  addWithTexts,
  exampleDocument,
  examplePages,
  failedResult,
  type OpenTestStore,
} from './examples.fixture.ts'

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
  })
}
