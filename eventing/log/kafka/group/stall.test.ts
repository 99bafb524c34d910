import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchStall } from './stall.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A watched reader with a stall time of one minute. */
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

test('a reader without progress and with work available is stalled after a minute, and after another', async () => {
  const { stalls, pass } = prepare(async () => true)

  await pass(55)
  const before = [...stalls]
  await pass(90)

  expect([before, stalls]).toEqual([[], [1, 2]])
})

test('progress ends the stall and restarts its count', async () => {
  const { stalls, pass, getOn } = prepare(async () => true)

  for (let n = 0; n < 10; n += 1) {
    await pass(30)
    getOn()
  }
  await pass(75)

  expect(stalls).toEqual([1])
})

test.each<[string, () => Promise<boolean>]>([
  ['there is no work', async () => false],
  ['Kafka is unreachable', () => Promise.reject(new Error('unreachable'))],
])('a reader is not stalled while %s', async (_, isBehind) => {
  const { stalls, pass } = prepare(isBehind)

  await pass(600)

  expect(stalls).toEqual([])
})

test('an unreachable Kafka restarts the count of stalls', async () => {
  let isUnreachable = false
  const { stalls, pass } = prepare(async () => {
    if (isUnreachable) throw new Error('unreachable')
    return true
  })

  await pass(75)
  isUnreachable = true
  await pass(600)
  isUnreachable = false
  await pass(75)

  expect(stalls).toEqual([1, 1])
})

test('a stopped watch reports no stall', async () => {
  const { stalls, pass, watch } = prepare(async () => true)

  watch.stop()
  await pass(600)

  expect(stalls).toEqual([])
})
