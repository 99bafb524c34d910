import { expect, test } from 'vitest'
import type { SystemHistory } from '../../functions/shared/http/system-api.ts'
import { createHistory, joinHistories } from './history.ts'

const minute = 60_000

/** History of one service with these replicas ready, and its topic. */
function historyOf(now: number, times: number[], ready: (number | null)[]): SystemHistory {
  const same = { wanted: ready, ready, busy: ready, inFlight: ready, waiting: ready }
  return {
    ...{ now, times },
    services: [{ name: 'ocr', ...same }],
    topics: [{ name: 'pages', rate: ready, groups: [{ name: 'g', lag: ready }] }],
  }
}

test('the first load takes everything, the next what is new', async () => {
  const asked: number[] = []
  const answers = [historyOf(3000, [1000, 2000], [1, 2]), historyOf(5000, [4000], [3])]
  const { history, load } = createHistory({
    api: {
      systemHistory: async (after) => {
        asked.push(after)
        return answers.shift() ?? historyOf(6000, [], [])
      },
    },
  })

  for (const _ of [1, 2, 3]) await load()

  expect(asked).toEqual([0, 2000, 4000])
  expect(history.value).toEqual(historyOf(6000, [1000, 2000, 4000], [1, 2, 3]))
})

test('a failed load changes nothing', async () => {
  const answers: (SystemHistory | null)[] = [
    historyOf(3000, [1000], [1]),
    null,
    { now: 4000, times: [], services: null, topics: null },
    historyOf(6000, [5000], [2]),
  ]
  const { history, load } = createHistory({
    api: {
      systemHistory: async () => {
        const answer = answers.shift()
        if (!answer) throw new Error('The server did not answer')
        return answer
      },
    },
  })

  for (const _ of [1, 2, 3]) await load()
  const afterFailures = history.value
  await load()

  expect(afterFailures).toEqual(historyOf(3000, [1000], [1]))
  expect(history.value).toEqual(historyOf(6000, [1000, 5000], [1, 2]))
})

test('after a server’s clock was set back everything is taken again', async () => {
  const asked: number[] = []
  const answers = [historyOf(9000, [8000], [1]), historyOf(2000, [], [])]
  const { history, load } = createHistory({
    api: {
      systemHistory: async (after) => {
        asked.push(after)
        return answers.shift() ?? historyOf(3000, [2500], [2])
      },
    },
  })

  for (const _ of [1, 2, 3]) await load()

  expect(asked).toEqual([0, 8000, 0])
  expect(history.value?.times).toEqual([2500])
})

test('what is older than 15 minutes is dropped, except the state at the beginning', () => {
  const first = historyOf(2 * minute, [0, minute, 2 * minute], [1, 2, 3])

  const joined = joinHistories(first, historyOf(17 * minute, [16.5 * minute], [4]))

  expect(joined).toEqual(historyOf(17 * minute, [2 * minute, 16.5 * minute], [3, 4]))
})

test('samples of a service that one history does not have are unknown', () => {
  const first = historyOf(2000, [1000], [1])
  const second = historyOf(4000, [3000], [2])
  const other = second.services?.map((each) => ({ ...each, name: 'results' })) ?? []

  const { services } = joinHistories(first, { ...second, services: other })

  expect(services?.map(({ name, ready }) => [name, ready])).toEqual([
    ['ocr', [1, null]],
    ['results', [null, 2]],
  ])
})

test('without any history the services are unknown', async () => {
  const none = { now: 4000, times: [], services: null, topics: null }
  const { history, load } = createHistory({ api: { systemHistory: async () => none } })

  for (const _ of [1, 2]) await load()

  expect(history.value).toEqual(none)
})
