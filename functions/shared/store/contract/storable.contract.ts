import { describe, expect, test } from 'vitest'
import {
  addPages,
  addWithTexts,
  exampleDocument,
  exampleKey,
  exampleLetter,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

/** Text that no database can keep unchanged, and its stored form. */
const odd = 'a\0b\ud800c😀'
const kept = 'a\ufffdb\ufffdc😀'

export function describeStorable(open: OpenTestStore) {
  describe('NUL and half surrogate pairs', () => {
    test('in values of a client become replacement characters', async () => {
      const { store } = await open()
      const idempotency = exampleKey({ key: odd })
      const document = exampleDocument({ filename: odd, batch: odd, idempotency })

      await store.addDocument(document)

      expect(await store.document(document.id)).toMatchObject({ filename: kept, batch: kept })
      expect((await store.documents({ batch: odd, limit: 10 })).documents).toHaveLength(1)
      expect(await store.addDocument(exampleDocument({ idempotency }))).toMatchObject({
        documentId: document.id,
      })
    })

    test('in recognized text become replacement characters, and its words are kept', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      const words = [
        { text: odd, confidence: 1, box: [0, 0, 1, 1] as [number, number, number, number] },
      ]

      await store.applyResult(textResult(documentId, { text: odd, words }))

      expect(await store.page(documentId, 1)).toMatchObject({ text: kept, words })
    })

    test('in a dead letter become replacement characters', async () => {
      const { store } = await open()
      const letter = exampleLetter({ id: odd, reason: odd, attributes: { odd } })

      await store.recordDeadLetter(letter)

      expect((await store.deadLetters({ limit: 10 })).deadLetters).toMatchObject([
        { id: kept, reason: kept, attributes: { odd } },
      ])
    })

    test('in an id find nothing', async () => {
      const { store } = await open()
      await addWithTexts(store, ['read'])

      expect(await store.document(odd)).toBeNull()
      expect(await store.original('\0', 1)).toBeNull()
      expect(await store.deleteDocument(odd)).toBe(false)
    })
  })
}
