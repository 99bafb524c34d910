import { expect, test, vi } from 'vitest'
import { createRefetcher } from './refetcher.ts'

function setUp(maxAtOnce: number) {
  const started: string[] = []
  const pending = new Map<string, PromiseWithResolvers<number>>()
  const waiting: [again: () => void, ms: number][] = []
  const clock = { ms: 0 }
  const fetch = (id: string) => {
    started.push(id)
    const answer = Promise.withResolvers<number>()
    pending.set(id, answer)
    return answer.promise
  }
  const refetcher = createRefetcher({
    ...{ fetch, maxAtOnce, now: () => clock.ms },
    wait: (again, ms) => waiting.push([again, ms]),
  })
  return { started, pending, waiting, clock, refetcher }
}

test('a thousand changes cause at most maxAtOnce parallel requests', async () => {
  const { started, pending, refetcher } = setUp(4)
  for (let n = 0; n < 1_000; n++) refetcher.request(`d${n}`, n)
  const inParallel = started.length

  pending.get('d1')?.resolve(1)

  await vi.waitFor(() => expect(started).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']))
  expect(inParallel).toBe(4)
})

test('changes included in the response cause no second request', async () => {
  const { started, pending, refetcher } = setUp(1)
  refetcher.request('d', 7)
  refetcher.request('d', 8)
  refetcher.request('other', 9)

  pending.get('d')?.resolve(8)

  await vi.waitFor(() => expect(started).toEqual(['d', 'other']))
})

test('a change newer than the response causes one more request, after a rest', async () => {
  const { started, pending, waiting, clock, refetcher } = setUp(1)
  refetcher.request('d', 7)
  for (const change of [8, 9, 10]) refetcher.request('d', change)
  refetcher.request('other', 11)
  const inParallel = [...started]

  clock.ms = 400
  pending.get('d')?.resolve(7)
  await vi.waitFor(() => expect(started).toEqual(['d', 'other']))
  pending.get('other')?.resolve(11)
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
  const resting = [...started]
  for (const [again] of waiting) again()

  expect(inParallel).toEqual(['d'])
  expect(resting).toEqual(['d', 'other'])
  expect(started).toEqual(['d', 'other', 'd'])
  expect(waiting.map(([, ms]) => ms)).toEqual([1_200, 500])
})

test('a failed request is repeated later', async () => {
  const { started, pending, waiting, refetcher } = setUp(4)
  refetcher.request('d', 7)
  pending.get('d')?.reject(new Error('no network'))
  await vi.waitFor(() => expect(waiting).toHaveLength(1))

  refetcher.request('d', 8)
  const before = [...started]
  waiting[0]?.[0]()

  expect(before).toEqual(['d'])
  expect(started).toEqual(['d', 'd'])
})

test('a forgotten document is not fetched', async () => {
  const { started, pending, refetcher } = setUp(1)
  for (const id of ['a', 'b', 'c']) refetcher.request(id, 1)

  refetcher.forget('b')
  pending.get('a')?.resolve(1)

  await vi.waitFor(() => expect(started).toEqual(['a', 'c']))
})
