import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchStall } from './stall.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A reader that is watched for a minute at a time. */
function prepare(isBehind: () => Promise<boolean>) {
  let progress = 0
  const stalls: number[] = []
  const watch = watchStall({
    progress: () => progress,
    isBehind,
    onStall: (times) => stalls.push(times),
    stallMs: 60_000,
  })
  return {
    ...{ watch, stalls },
    getOn() {
      progress += 1
    },
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
  }
}

test('a reader that gets nothing though there is more is stalled after a minute, and again', async () => {
  const { stalls, pass } = prepare(async () => true)

  await pass(55)
  const before = [...stalls]
  await pass(90)

  expect([before, stalls]).toEqual([[], [1, 2]])
})

test('one that gets something is not, and begins anew', async () => {
  const { stalls, pass, getOn } = prepare(async () => true)

  for (let n = 0; n < 10; n += 1) {
    await pass(30)
    getOn()
  }
  await pass(75)

  expect(stalls).toEqual([1])
})

test.each<[string, () => Promise<boolean>]>([
  ['there is nothing to get', async () => false],
  ['Kafka is away', () => Promise.reject(new Error('away'))],
])('one is not while %s', async (_, isBehind) => {
  const { stalls, pass } = prepare(isBehind)

  await pass(600)

  expect(stalls).toEqual([])
})

test('one is not twice stalled where Kafka was away in between', async () => {
  let isAway = false
  const { stalls, pass } = prepare(async () => {
    if (isAway) throw new Error('away')
    return true
  })

  await pass(75)
  isAway = true
  await pass(600)
  isAway = false
  await pass(75)

  expect(stalls).toEqual([1, 1])
})

test('one that is watched no more is none', async () => {
  const { stalls, pass, watch } = prepare(async () => true)

  watch.stop()
  await pass(600)

  expect(stalls).toEqual([])
})
