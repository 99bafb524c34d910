import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { phrasesOf } from '../../../search/phrases.ts'
import { addWithTexts } from '../../contract/examples.fixture.ts'
import { SearchTooSlowError, StoreUnavailableError } from '../../store.ts'
import { newPath, open } from '../store.fixture.ts'
import { createRanking } from './ranking.ts'
import { createSearch } from './search.ts'

const phrases = phrasesOf('word')
const word = { match: 'word', each: '[]' }
const searchOptions = {
  ...{ status: null, kind: null, batch: null, createdAfter: 0, createdBefore: 9e15 },
  ...{ limit: 10, position: 0 },
}

function openSearch(path: string, options?: { timeoutMs: number }) {
  const search = createSearch(path, options)
  onTestFinished(search.close)
  return search
}

async function pathWithTexts(count: number): Promise<string> {
  const path = newPath()
  const store = open(path)
  for (let index = 0; index < count; index += 1) await addWithTexts(store, ['a word'])
  return path
}

test('concurrent searches each get their own result', async () => {
  const search = openSearch(await pathWithTexts(2))

  const answers = await Promise.all(
    ['word', 'other', 'wor'].map((query) => search.find(phrasesOf(query), searchOptions)),
  )

  expect(answers.map((found) => found.length)).toEqual([2, 0, 2])
})

test('a search without remaining time is too slow', async () => {
  const search = openSearch(await pathWithTexts(1), { timeoutMs: 0 })

  await expect(search.find(phrases, searchOptions)).rejects.toThrow(SearchTooSlowError)
})

test('a search is interrupted at its timeout', async () => {
  const database = new DatabaseSync(await pathWithTexts(20))
  onTestFinished(() => database.close())
  let looks = 0
  const rank = createRanking(database, () => {
    looks += 1
    if (looks > 5) throw new Error('enough')
  })

  expect(() => rank({ ...searchOptions, ...word })).toThrow('enough')
  expect(looks).toBe(6)
})

test('the newest matches are ranked, and documents with older ones alone follow, newest first', async () => {
  const path = newPath()
  const store = open(path)
  for (const [times, filename] of [
    [1, 'word.png'],
    [2, null],
    [5, 'word.png'],
    [4, null],
    [3, null],
  ] as const) {
    await addWithTexts(store, ['none', 'word '.repeat(times).padEnd(50, 'other ')], { filename })
  }
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  const rank = createRanking(database, () => {}, 2)
  const find = (position: number, limit: number) =>
    rank({ ...searchOptions, ...word, position, limit }).map(({ seq }) => seq)

  expect(find(0, 10)).toEqual([3, 1, 4, 5, 2])
  expect([0, 2, 4].map((position) => find(position, 2))).toEqual([[3, 1], [4, 5], [2]])
})

test.each([
  ['as many pages as are ranked', 'two', [4, 2]],
  ['more', 'three', [5, 3, 1]],
  ['none', 'other', []],
])('a filter that chooses %s finds all of its documents', async (_, batch, expected) => {
  const path = newPath()
  const store = open(path)
  for (const each of ['three', 'two', 'three', 'two', 'three']) {
    await addWithTexts(store, ['a word'], { batch: each })
  }
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())

  const found = createRanking(database, () => {}, 2)({ ...searchOptions, ...word, batch })

  expect(found.map(({ seq }) => seq)).toEqual(expected)
})

test('a search in progress is rejected when the store closes', async () => {
  const search = openSearch(await pathWithTexts(1))

  const refused = expect(search.find(phrases, searchOptions)).rejects.toThrow(StoreUnavailableError)
  await search.close()

  await refused
})

test('a search of a closed store is rejected', async () => {
  const search = openSearch(await pathWithTexts(1))
  await search.find(phrases, searchOptions)
  await search.close()

  await expect(search.find(phrases, searchOptions)).rejects.toThrow(StoreUnavailableError)
})

test('a search of an unavailable store is rejected, and succeeds once the store is available', async () => {
  const path = newPath()
  const search = openSearch(path)

  await expect(search.find(phrases, searchOptions)).rejects.toThrow(StoreUnavailableError)
  await addWithTexts(open(path), ['a word'])

  expect(await search.find(phrases, searchOptions)).toHaveLength(1)
})
