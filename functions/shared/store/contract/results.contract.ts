import { describe, expect, test } from 'vitest'
import type { PageResult, PageStatus } from '../values/stored.ts'
import {
  addAppended,
  addPages,
  addWithTexts,
  exampleRecognition,
  failAndRedrive,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

type State = `${PageStatus} ${1 | 2}`

/** Results that apply to a page in a state, of failed 1, done 1, failed 2 and done 2. */
const writeRule: [State, string][] = [
  ['queued 1', 'failed 1, done 1, failed 2, done 2'],
  ['failed 1', 'done 1, failed 2, done 2'],
  ['done 1', 'done 2'],
  ['queued 2', 'done 1, failed 2, done 2'],
  ['failed 2', 'done 1, done 2'],
  ['done 2', ''],
]
const results: State[] = ['failed 1', 'done 1', 'failed 2', 'done 2']
const writes = writeRule.flatMap(([stored, applying]) =>
  results.map((result) => ({ stored, result, applies: applying.split(', ').includes(result) })),
)

function resultOf(documentId: string, state: State, text: string = state): PageResult {
  const number = Number(state.at(-1))
  return state.startsWith('done')
    ? textResult(documentId, { try: number, text })
    : failedResult(documentId, { try: number })
}

export function describeResults(open: OpenTestStore) {
  describe('results', () => {
    test.each(writes)('on a page $stored, $result applies: $applies', async (write) => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      if (write.stored === 'queued 2') await failAndRedrive(store, documentId)
      else if (write.stored !== 'queued 1') {
        await store.applyResult(resultOf(documentId, write.stored, 'stored'))
      }
      const before = await store.document(documentId)

      const { changed } = await store.applyResult(resultOf(documentId, write.result))

      expect(changed).toBe(write.applies)
      const after = await store.document(documentId)
      if (!write.applies) expect(after).toEqual(before)
      else {
        const [status, number] = write.result.split(' ')
        expect(after?.pages[0]).toMatchObject({ status, try: Number(number) })
        expect(after?.pages[0]?.text).toBe(status === 'done' ? write.result : null)
      }
    })

    test('a text is stored with all fields of the recognition', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      const begun = Date.now()

      await store.applyResult(textResult(documentId))

      const page = await store.page(documentId, 1)
      expect(page).toMatchObject({ status: 'done', error: null, wordsOmitted: false })
      expect(page).toMatchObject(exampleRecognition)
      expect(page?.finishedAt?.getTime()).toBeGreaterThanOrEqual(begun)
    })

    test('a page has the language used for recognition, not the requested one', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, [null], { language: 'auto' })

      await store.applyResult(textResult(documentId, { language: 'eng+fra' }))

      const document = await store.document(documentId)
      expect(document).toMatchObject({ language: 'auto', pages: [{ language: 'eng+fra' }] })
      expect(await store.page(documentId, 1)).toMatchObject({ language: 'eng+fra' })
    })

    test('the latest reader is that of the page appended last among those with a text', async () => {
      const { store } = await open()
      const before = await store.latestReader()
      const [first, second, failed] = [
        await addAppended(store, 1),
        await addAppended(store, 1),
        await addAppended(store, 1),
      ]
      await addAppended(store, 1)

      await store.applyResult(textResult(second, { engine: 'two', model: 'second' }))
      await store.applyResult(textResult(first, { engine: 'one', model: 'first' }))
      await store.applyResult(failedResult(failed))

      expect(before).toBeNull()
      expect(await store.latestReader()).toEqual({ engine: 'two', model: 'second' })
    })

    test('a text without its words is marked', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)

      await store.applyResult(textResult(documentId, { words: [], wordsOmitted: true }))

      expect(await store.page(documentId, 1)).toMatchObject({ words: [], wordsOmitted: true })
    })

    test('a failure is stored with its reason and the size of the original', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)

      await store.applyResult(failedResult(documentId))

      expect(await store.page(documentId, 1)).toMatchObject({
        ...{ status: 'failed', text: null, words: [], width: 100, height: 200 },
        error: { code: 'timeout', detail: 'It took more than 60 s.' },
      })
    })

    test('a text after a failure clears the failure', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      await store.applyResult(failedResult(documentId))

      await store.applyResult(textResult(documentId))

      expect(await store.page(documentId, 1)).toMatchObject({ status: 'done', error: null })
    })

    test('a NUL in a text is stored as the replacement character', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)

      await store.applyResult(textResult(documentId, { text: 'a\0b \u0001\u0002 c' }))

      expect((await store.page(documentId, 1))?.text).toBe('a\ufffdb \u0001\u0002 c')
    })

    test('a result of an unknown page changes nothing', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)

      const nothing = { changed: false, uploadedAt: null }
      expect(await store.applyResult(textResult(documentId, { page: 2 }))).toEqual(nothing)
      expect(await store.applyResult(textResult('unknown'))).toEqual(nothing)
      expect((await store.feedBounds()).latest).toBe(1)
    })

    test('a late result does not restore a deleted document', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      await store.deleteDocument(documentId)
      const { latest } = await store.feedBounds()

      const { changed } = await store.applyResult(textResult(documentId))

      expect(changed).toBe(false)
      expect(await store.document(documentId)).toBeNull()
      expect((await store.feedBounds()).latest).toBe(latest)
    })
  })
}
