import { expect, test } from 'vitest'
import type { DocumentList } from '../../functions/shared/http/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { type Filter, noFilter } from './filter.ts'
import { createLibrary } from './library.ts'
import { createPager } from './pager.ts'
import { toQueuedDocument } from './queued-document.ts'

function listOf(ids: string[], next: string | null = null): DocumentList {
  const documents = ids.map((id) => ({
    ...{ ...toQueuedDocument({ id, pages: 1 }), changes: 1, snippet: null },
  }))
  return { documents, next, changes: 7 }
}

/** A pager whose requests are answered by hand, in any order. */
function setUp() {
  const library = createLibrary({ used: () => new Set() })
  let filter: Filter = noFilter
  const asked: {
    query: object
    answer: (list: DocumentList) => void
    fail: (error?: Error) => void
  }[] = []
  const api = {
    list: (query: object) => {
      const { promise, resolve, reject } = Promise.withResolvers<DocumentList>()
      asked.push({ query, answer: resolve, fail: (error = new Error('gone')) => reject(error) })
      return promise
    },
  }
  const waits: (() => void)[] = []
  const pager = createPager({
    ...{ api, library, filter: () => filter, onLoaded: () => {} },
    wait: (callback) => waits.push(callback),
  })
  const shown = () => library.items.value.map(({ key }) => key)
  const choose = (change: Partial<Filter>) => {
    filter = { ...noFilter, ...change }
  }
  const retry = async () => {
    await expect.poll(() => waits.length).toBeGreaterThan(0)
    for (const callback of waits.splice(0)) callback()
  }
  return { pager, library, asked, waits, shown, choose, retry }
}

test('the list and its older parts are of the filter', async () => {
  const { pager, asked, shown, choose } = setUp()
  choose({ status: 'failed', batch: 'b' })

  const loaded = pager.reload()
  asked[0]?.answer(listOf(['d2'], 'more'))
  const changes = await loaded
  const older = pager.loadOlder()
  asked[1]?.answer(listOf(['d1']))
  await older

  expect(asked.map(({ query }) => query)).toEqual([
    { limit: 50, status: 'failed', batch: 'b' },
    { limit: 100, cursor: 'more', status: 'failed', batch: 'b' },
  ])
  expect([changes, shown(), pager.next.value]).toEqual([7, ['d2', 'd1'], null])
})

test('a late answer to an earlier filter changes nothing', async () => {
  const { pager, asked, shown, choose } = setUp()
  const first = pager.reload()
  choose({ kind: 'pdf' })
  const second = pager.reload()

  asked[1]?.answer(listOf(['pdf']))
  await second
  asked[0]?.answer(listOf(['any']))

  expect([await first, shown(), pager.state.value]).toEqual([7, ['pdf'], 'ready'])
})

test('an older part of an earlier list is not appended', async () => {
  const { pager, asked, shown } = setUp()
  const loaded = pager.reload()
  asked[0]?.answer(listOf(['d2'], 'more'))
  await loaded
  const older = pager.loadOlder()
  const again = pager.reload()
  asked[2]?.answer(listOf(['d3']))
  await again

  asked[1]?.answer(listOf(['d1']))
  await older

  expect([shown(), pager.next.value]).toEqual([['d3'], null])
})

test('documents that are listed no more are forgotten', async () => {
  const { pager, library, asked } = setUp()
  const first = pager.reload()
  asked[0]?.answer(listOf(['d1']))
  await first

  const second = pager.reload()
  asked[1]?.answer(listOf(['d2']))
  await second

  expect([library.find('d1'), library.find('d2')?.key]).toEqual([undefined, 'd2'])
})

test('a failed request is reported until it succeeds, and repeated', async () => {
  const { pager, asked, retry } = setUp()

  const loaded = pager.reload()
  asked[0]?.fail()
  await expect.poll(() => pager.state.value).toBe('failed')
  await retry()
  await expect.poll(() => asked.length).toBe(2)
  const whileRetried = pager.state.value
  asked[1]?.answer(listOf(['d1']))

  expect([whileRetried, await loaded, pager.state.value]).toEqual(['failed', 7, 'ready'])
})

test('a filter that the server refuses is asked for once', async () => {
  const { pager, asked, waits, shown, choose } = setUp()
  const all = pager.reload()
  asked[0]?.answer(listOf(['d1']))
  await all
  choose({ batch: 'no batch' })

  const refused = pager.reload()
  asked[1]?.fail(new ApiProblem(400, 'invalid-request', 'batch: Too big'))
  const changes = await refused
  const whileRefused = [pager.state.value, pager.reason.value, shown(), waits.length]
  choose({})
  const again = pager.reload()
  asked[2]?.answer(listOf(['d1']))

  expect([changes, await again]).toEqual([null, 7])
  expect(whileRefused).toEqual(['refused', 'batch: Too big', [], 0])
  expect([pager.state.value, shown()]).toEqual(['ready', ['d1']])
})

test('of several lists that failed only the last is asked for again', async () => {
  const { pager, asked, choose, retry } = setUp()
  const first = pager.reload()
  asked[0]?.fail()
  await expect.poll(() => pager.state.value).toBe('failed')
  choose({ kind: 'pdf' })
  const second = pager.reload()
  asked[1]?.fail()
  await expect.poll(() => pager.state.value).toBe('failed')

  await retry()
  await expect.poll(() => asked.length).toBe(3)
  asked[2]?.answer(listOf(['pdf'], 'more'))
  const changes = [await first, await second]
  await new Promise((resolve) => setTimeout(resolve))

  expect([changes, asked.length, pager.next.value]).toEqual([[7, 7], 3, 'more'])
  expect(asked[2]?.query).toEqual({ limit: 50, kind: 'pdf' })
})

test('while the list of a filter fails, none of another is shown or continued', async () => {
  const { pager, asked, shown, choose } = setUp()
  const loaded = pager.reload()
  asked[0]?.answer(listOf(['d2'], 'more'))
  await loaded

  void pager.reload()
  asked[1]?.fail()
  await expect.poll(() => pager.state.value).toBe('failed')
  const ofSame = shown()
  choose({ kind: 'pdf' })
  void pager.reload()
  asked[2]?.fail()
  await expect.poll(() => pager.state.value).toBe('failed')
  await pager.loadOlder()

  expect([ofSame, shown(), asked.length]).toEqual([['d2'], [], 3])
})
