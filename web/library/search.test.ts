import { expect, test } from 'vitest'
import type { DocumentList } from '../../functions/shared/http/api.ts'
import { createLibrary } from './library.ts'
import { toQueuedDocument } from './queued-document.ts'
import { createSearch } from './search.ts'

const listOf = (id: string, next: string | null): DocumentList => ({
  ...{ documents: [{ ...toQueuedDocument({ id, pages: 1 }), snippet: null }], next, changes: 7 },
})

/** A search with these answers, one after the other; null fails. */
function setUp(answers: (DocumentList | null)[]) {
  const asked: object[] = []
  const list = async (query: object) => {
    asked.push(query)
    const answer = answers.shift()
    if (!answer) throw new Error('gone')
    return answer
  }
  const search = createSearch({ api: { list }, library: createLibrary(), announce: () => {} })
  return { search, asked, shown: () => search.results.value.map(({ item }) => item.id) }
}

test('further results that failed are asked for again', async () => {
  const { search, asked, shown } = setUp([listOf('d2', 'more'), null, listOf('d1', null)])
  await search.find('harbour')

  await search.findMore()
  const failed = [search.state.value, shown()]
  await search.findMore()

  expect(failed).toEqual(['failed', ['d2']])
  expect([search.state.value, shown()]).toEqual(['ready', ['d2', 'd1']])
  expect(asked.slice(1)).toEqual(Array(2).fill({ q: 'harbour', limit: 50, cursor: 'more' }))
})

test('a search that failed has no results, nor is it continued where the one before it ended', async () => {
  const { search, asked, shown } = setUp([listOf('d2', 'more'), null])
  await search.find('harbour')
  await search.find('ship')

  await search.findMore()

  expect(shown()).toEqual([])
  expect(asked).toHaveLength(2)
})
