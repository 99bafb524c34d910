import { expect, onTestFinished, test } from 'vitest'
import { phrasesOf } from '../../search/phrases.ts'
import { addWithTexts } from '../contract/examples.fixture.ts'
import { newPath, open } from '../sqlite/store.fixture.ts'
import { withSnippets } from './found.ts'

/** Number of event loop turns while 20 documents get their snippets for this best page. */
async function turnsWithSnippets(bestPage: number | null): Promise<number> {
  const store = open(newPath())
  for (let count = 0; count < 20; count += 1) await addWithTexts(store, ['a word'])
  const { documents } = await store.documents({ limit: 20 })
  const found = documents.map((document) => ({ document, bestPage }))
  let turns = 0
  let next = setImmediate(function take() {
    turns += 1
    next = setImmediate(take)
  })
  onTestFinished(() => clearImmediate(next))

  await withSnippets(found, phrasesOf('word'))
  return turns
}

test('the event loop runs after each snippet', async () => {
  expect(await turnsWithSnippets(1)).toBeGreaterThanOrEqual(19)
})

test('a document found only by its file name has no snippet, and does not yield', async () => {
  expect(await turnsWithSnippets(null)).toBe(0)
})
