import { describe, expect, test } from 'vitest'
import {
  addAppended,
  exampleLetter,
  failAndRedrive,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeDeadLettersWithResults(open: OpenTestStore) {
  describe('a dead letter with a result', () => {
    test('is stored, and the result applied', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const letter = exampleLetter({ documentId, page: 1, try: 1 })

      await store.recordDeadLetter(letter, failedResult(documentId))

      expect(await store.document(documentId)).toMatchObject({ status: 'failed' })
      expect((await store.deadLetters({ limit: 10 })).deadLetters).toMatchObject([
        { ...letter, redrivenAt: null },
      ])
    })

    test('that cannot be stored applies no result', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const letter = exampleLetter({ documentId, at: new Date(Number.NaN) })

      await expect(store.recordDeadLetter(letter, failedResult(documentId))).rejects.toThrow()

      expect(await store.document(documentId)).toMatchObject({ status: 'queued' })
    })

    test('of a page with a later try is redriven', async () => {
      const { store } = await open({ now: () => 5000 })
      const documentId = await addAppended(store, 1)
      await failAndRedrive(store, documentId)
      const letter = exampleLetter({ documentId, page: 1, try: 1 })

      await store.recordDeadLetter(letter, failedResult(documentId))

      expect(await store.page(documentId, 1)).toMatchObject({ status: 'queued', try: 2 })
      expect((await store.deadLetters({ limit: 10 })).deadLetters).toMatchObject([
        { redrivenAt: new Date(5000) },
      ])
    })

    test.each([
      ['has a text', (id: string) => textResult(id), null],
      ['gets its text from the letter', null, (id: string) => textResult(id)],
    ])('of a page that %s is redriven', async (_, before, result) => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      if (before) await store.applyResult(before(documentId))
      const letter = exampleLetter({ documentId, page: 1, try: 1 })

      await store.recordDeadLetter(letter, result?.(documentId))

      expect(await store.page(documentId, 1)).toMatchObject({ status: 'done' })
      expect(await store.countDeadLetters()).toBe(0)
      expect((await store.deadLetters({ limit: 9 })).deadLetters).toMatchObject([{ id: letter.id }])
    })

    test('of a page that gets its text later is redriven then, those of other pages are not', async () => {
      const { store } = await open({ now: () => 5000 })
      const documentId = await addAppended(store, 2)
      for (const page of [1, 2]) {
        const letter = exampleLetter({ id: `${page}`, documentId, page, try: 1 })
        await store.recordDeadLetter(letter, failedResult(documentId, { page }))
      }

      await store.applyResult(textResult(documentId, { page: 1 }))

      expect((await store.deadLetters({ limit: 9 })).deadLetters).toMatchObject([
        { id: '2', redrivenAt: null },
        { id: '1', redrivenAt: new Date(5000) },
      ])
    })

    test('that is recorded again after a redrive stays redriven', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      const letter = exampleLetter({ documentId, page: 1, try: 1 })
      await store.recordDeadLetter(letter)
      await failAndRedrive(store, documentId)
      await store.recordDeadLetter(exampleLetter({ documentId, page: 2, try: 1 }))

      await store.recordDeadLetter(letter, failedResult(documentId))

      expect(await store.countDeadLetters()).toBe(1)
    })
  })
}
