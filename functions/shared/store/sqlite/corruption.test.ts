import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SettingsError } from '../../settings/env.ts'
import { addRead, correct } from '../contract/corrected.fixture.ts'
import {
  addAppended,
  addWithTexts,
  exampleDocument,
  exampleLetter,
  examplePage,
  failedResult,
  imageOf,
  textResult,
} from '../contract/examples.fixture.ts'
import { DamagedError, type Store, StoreUnavailableError } from '../store.ts'
import { newPath } from './store.fixture.ts'
import { openSqliteStore } from './store.ts'

const longText = 'word '.repeat(5000)
const image = new Uint8Array(40_000).fill(7)
const page = examplePage(image)

describe('a file with an overwritten page', () => {
  const kept = exampleDocument({ pages: [page, page] })
  const corrected = exampleDocument()

  async function makeStore() {
    const path = newPath()
    const store = openSqliteStore(path)
    await store.addDocument(kept)
    await store.applyResult(textResult(kept.id, { text: longText }))
    await store.applyResult(failedResult(kept.id, { page: 2 }))
    await addAppended(store, 3)
    await addWithTexts(store, ['another text'])
    await addRead(store, 'teh word '.repeat(100), corrected)
    await correct(store, corrected.id, 'teh', 'the')
    await store.recordDeadLetter(exampleLetter())
    const answers = await answersOf(store)
    await store.close()
    return { path, answers }
  }

  test.each([0x00, 0x5a, 0xff])(
    'with %i: each call returns the correct value or rejects',
    async (byte) => {
      const { path, answers } = await makeStore()
      const pageBytes = 4096
      const pages = readFileSync(path).length / pageBytes
      const broken = newPath()
      let unanswered = 0

      for (let number = 1; number < pages; number++) {
        copyFileSync(path, broken)
        const bytes = readFileSync(broken).fill(byte, number * pageBytes, (number + 1) * pageBytes)
        writeFileSync(broken, bytes)
        const found = await answersOfFile(broken)
        for (const [index, answer] of found.entries()) {
          if (answer === 'unavailable') unanswered++
          else expect(answer, `page ${number}, answer ${index}`).toEqual(answers[index])
        }
      }

      expect(unanswered).toBeGreaterThan(pages / 2)
    },
  )

  async function answersOf(store: Store): Promise<unknown[]> {
    const asked = [
      () => store.document(kept.id),
      () => store.page(kept.id, 1),
      () => store.page(corrected.id, 1),
      () => store.page(corrected.id, 1, 'recognized'),
      () => imageOf(store, kept.id, 1),
      () => imageOf(store, kept.id, 2),
      () => store.documents({ limit: 10 }),
      () => store.unappended(10),
      () => store.deadLetters({ limit: 10 }),
      () => store.changesAfter(0, { limit: 100 }),
    ]
    const answers = []
    for (const ask of asked) {
      answers.push(
        await ask().catch((error) => {
          if (error instanceof StoreUnavailableError || error instanceof DamagedError) {
            return 'unavailable'
          }
          throw error
        }),
      )
    }
    return answers
  }

  /** Outcomes of all calls of a store on the file, or the error of opening it. */
  async function answersOfFile(path: string): Promise<unknown[]> {
    let store: Store
    try {
      store = openSqliteStore(path)
    } catch (error) {
      if (error instanceof SettingsError) return ['unavailable']
      throw error
    }
    const answers = await answersOf(store)
    await store.close()
    return answers
  }
})
