import { describe, expect, test } from 'vitest'
import type { DeadLetterFilter } from '../recovery.ts'
import { CursorError, type Store } from '../store.ts'
import {
  addAppended,
  exampleLetter,
  failAndRedrive,
  type OpenTestStore,
} from './examples.fixture.ts'

async function idsOf(store: Store, filter: Partial<DeadLetterFilter> = {}) {
  const { deadLetters } = await store.deadLetters({ limit: 100, ...filter })
  return deadLetters.map(({ id }) => id)
}

export function describeDeadLetters(open: OpenTestStore) {
  describe('dead letters', () => {
    test('a dead letter is stored with all its fields', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      const letter = exampleLetter({ documentId, page: 2, try: 3 })

      await store.recordDeadLetter(letter)

      expect(await store.deadLetters({ limit: 10 })).toEqual({
        deadLetters: [{ ...letter, redrivenAt: null }],
        next: null,
      })
    })

    test('a dead letter of an event without a page is stored', async () => {
      const { store } = await open()
      const nothing = { documentId: null, page: null, try: null, code: null, destination: null }
      const letter = exampleLetter({ ...nothing, reason: '' })

      await store.recordDeadLetter(letter)

      expect((await store.deadLetters({ limit: 10 })).deadLetters).toMatchObject([letter])
    })

    test('the same source and id is the same letter, with the newest reason and time', async () => {
      const { store } = await open()
      const at = new Date('2026-11-21T09:00:00Z')
      await store.recordDeadLetter(exampleLetter({ id: 'a' }))
      await store.recordDeadLetter(exampleLetter({ id: 'b' }))

      await store.recordDeadLetter(exampleLetter({ id: 'a', reason: 'newer', code: 503, at }))
      await store.recordDeadLetter(exampleLetter({ id: 'a', source: '/another' }))

      expect((await store.deadLetters({ limit: 10 })).deadLetters).toMatchObject([
        { id: 'a', source: '/another' },
        { id: 'b' },
        { id: 'a', reason: 'newer', code: 503, at },
      ])
      expect(await store.countDeadLetters()).toBe(3)
    })

    test('a redriven letter stays redriven when it is recorded again', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const letter = exampleLetter({ documentId, page: 1 })
      await store.recordDeadLetter(letter)
      await failAndRedrive(store, documentId)

      await store.recordDeadLetter(letter)

      expect(await store.countDeadLetters()).toBe(0)
    })

    test.each([
      { filter: {}, ids: ['c', 'b', 'a'] },
      { filter: { since: new Date(2000) }, ids: ['c', 'b'] },
      { filter: { since: new Date(2001) }, ids: ['c'] },
      { filter: { reason: 'tIMed' }, ids: ['b'] },
      { filter: { reason: '50' }, ids: [] },
      { filter: { reason: '500' }, ids: ['c', 'a'] },
      { filter: { reason: '100%' }, ids: ['c'] },
      { filter: { reason: '_' }, ids: [] },
      { filter: { redriven: true }, ids: ['a'] },
      { filter: { redriven: false }, ids: ['c', 'b'] },
      { filter: { redriven: false, reason: '500' }, ids: ['c'] },
    ])('$filter finds $ids', async ({ filter, ids }) => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const a = { id: 'a', code: 500, reason: 'broken', at: new Date(1000), documentId, page: 1 }
      await store.recordDeadLetter(exampleLetter(a))
      await failAndRedrive(store, documentId)
      const b = { id: 'b', code: null, reason: 'It timed out', at: new Date(2000) }
      await store.recordDeadLetter(exampleLetter(b))
      const c = { id: 'c', code: 500, reason: 'disk 100% full', at: new Date(3000) }
      await store.recordDeadLetter(exampleLetter(c))

      expect(await idsOf(store, filter)).toEqual(ids)
    })

    test('cursors lead through all dead letters, newest first', async () => {
      const { store } = await open()
      for (let id = 1; id <= 5; id++) await store.recordDeadLetter(exampleLetter({ id: `${id}` }))

      const first = await store.deadLetters({ limit: 3 })
      await store.recordDeadLetter(exampleLetter({ id: '6' }))
      const second = await store.deadLetters({ limit: 3, cursor: first.next ?? '' })

      expect(first.deadLetters.map(({ id }) => id)).toEqual(['5', '4', '3'])
      expect(second.deadLetters.map(({ id }) => id)).toEqual(['2', '1'])
      expect(second.next).toBeNull()
    })

    test('an invalid cursor is rejected', async () => {
      const { store } = await open()

      await expect(store.deadLetters({ limit: 1, cursor: 'x' })).rejects.toThrow(CursorError)
    })

    test('a letter of an event without a document stays until it is deleted', async () => {
      const { store } = await open()
      const letter = exampleLetter({ id: 'odd' })
      await store.recordDeadLetter(letter)
      await store.recordDeadLetter(exampleLetter({ id: 'odd', source: '/another' }))

      const deleted = [
        await store.deleteDeadLetter(letter),
        await store.deleteDeadLetter(letter),
        await store.deleteDeadLetter({ source: letter.source, id: 'unknown' }),
      ]

      expect(deleted).toEqual([true, false, false])
      expect(await store.countDeadLetters()).toBe(1)
      expect((await store.deadLetters({ limit: 9 })).deadLetters).toMatchObject([
        { source: '/another' },
      ])
    })

    test('the letters of a document are deleted with it, and later ones are dropped', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const other = await addAppended(store, 1)
      await store.recordDeadLetter(exampleLetter({ id: 'early', documentId }))
      await store.recordDeadLetter(exampleLetter({ id: 'other', documentId: other }))

      await store.deleteDocument(documentId)
      await store.recordDeadLetter(exampleLetter({ id: 'late', documentId }))

      expect(await idsOf(store)).toEqual(['other'])
    })
  })
}
