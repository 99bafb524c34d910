import { expect, test, vi } from 'vitest'
import { createRefetcher } from './refetcher.ts'

function setUp(maxAtOnce: number) {
  const started: string[] = []
  const pending = new Map<string, PromiseWithResolvers<number>>()
  const waiting: (() => void)[] = []
  const fetch = (id: string) => {
    started.push(id)
    const answer = Promise.withResolvers<number>()
    pending.set(id, answer)
    return answer.promise
  }
  const refetcher = createRefetcher({ fetch, maxAtOnce, wait: (again) => waiting.push(again) })
  return { started, pending, waiting, refetcher }
}

test('a thousand changes make no more than the allowed number of requests at once', async () => {
  const { started, pending, refetcher } = setUp(4)
  for (let n = 0; n < 1_000; n++) refetcher.ask(`d${n}`, n)
  const atOnce = started.length

  pending.get('d1')?.resolve(1)

  await vi.waitFor(() => expect(started).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']))
  expect(atOnce).toBe(4)
})

test('changes that the answer holds already make no second request', async () => {
  const { started, pending, refetcher } = setUp(1)
  refetcher.ask('d', 7)
  refetcher.ask('d', 8)
  refetcher.ask('other', 9)

  pending.get('d')?.resolve(8)

  await vi.waitFor(() => expect(started).toEqual(['d', 'other']))
})

test('a change after what the answer holds makes one more request', async () => {
  const { started, pending, refetcher } = setUp(4)
  refetcher.ask('d', 7)
  for (const change of [8, 9, 10]) refetcher.ask('d', change)
  const atOnce = [...started]

  pending.get('d')?.resolve(7)

  await vi.waitFor(() => expect(started).toEqual(['d', 'd']))
  expect(atOnce).toEqual(['d'])
})

test('a request that failed is made again, later', async () => {
  const { started, pending, waiting, refetcher } = setUp(4)
  refetcher.ask('d', 7)
  pending.get('d')?.reject(new Error('no network'))
  await vi.waitFor(() => expect(waiting).toHaveLength(1))

  refetcher.ask('d', 8)
  const before = [...started]
  waiting[0]?.()

  expect(before).toEqual(['d'])
  expect(started).toEqual(['d', 'd'])
})

test('a document that is gone is not fetched any more', async () => {
  const { started, pending, refetcher } = setUp(1)
  for (const id of ['a', 'b', 'c']) refetcher.ask(id, 1)

  refetcher.forget('b')
  pending.get('a')?.resolve(1)

  await vi.waitFor(() => expect(started).toEqual(['a', 'c']))
})
