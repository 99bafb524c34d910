import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

/** Slots whose grants are noted by name, in their order. */
function prepare(count: number) {
  const slots = createSlots(count)
  const granted: string[] = []
  const releases = new Map<string, () => void>()
  /** Resolves after the grants that a release, or a request, causes. */
  async function release(...names: string[]) {
    for (const name of names) releases.get(name)?.()
    await new Promise(setImmediate)
  }
  return {
    slots,
    granted,
    async request(name: string, alone = false, queue = slots) {
      const release = await queue.acquire({ alone })
      granted.push(name)
      releases.set(name, release)
    },
    release,
    /** What was granted before the first release, and after each. */
    async grantsUntil(...names: string[]) {
      await release()
      const steps = [[...granted]]
      for (const name of names) {
        await release(name)
        steps.push([...granted])
      }
      return steps
    },
  }
}

/** One alone after `a` and `b`, and before `c`. */
const aloneBetween = [
  ['a', 'b'],
  ['a', 'b'],
  ['a', 'b', 'alone'],
  ['a', 'b', 'alone', 'c'],
]

test('slots are granted in the order of the requests', async () => {
  const { request, release, granted } = prepare(2)
  for (const name of ['a', 'b', 'c', 'd']) void request(name)
  await release()
  const atFirst = [...granted]

  await release('b')

  expect(atFirst).toEqual(['a', 'b'])
  expect(granted).toEqual(['a', 'b', 'c'])
})

test('one alone waits for the slots held, and later requests wait for it', async () => {
  const { request, grantsUntil } = prepare(3)
  for (const name of ['a', 'b']) void request(name)
  void request('alone', true)
  void request('c')

  const steps = await grantsUntil('a', 'b', 'alone')

  expect(steps).toEqual(aloneBetween)
})

test('several alone take turns with the others, first come, first served', async () => {
  const { request, release, granted } = prepare(2)
  void request('1 alone', true)
  void request('2 alone', true)
  for (const name of ['a', 'b']) void request(name)
  void request('3 alone', true)
  void request('c')
  await release()
  const steps = [granted.length]

  for (const names of [['1 alone'], ['2 alone'], ['a'], ['b'], ['3 alone']]) {
    await release(...names)
    steps.push(granted.length)
  }

  expect(steps).toEqual([1, 2, 4, 4, 5, 6])
  expect(granted).toEqual(['1 alone', '2 alone', 'a', 'b', '3 alone', 'c'])
})

test('queues take turns, and one in which nobody waited for long is served first', async () => {
  const { slots, request, release, granted } = prepare(1)
  const [single, bulk] = [slots.queue(), slots.queue()]
  for (const name of ['1', '2', '3', '4', '5']) void request(name, false, bulk)
  await release()
  for (const name of ['a', 'b']) void request(name, false, single)

  for (const name of ['1', 'a', '2', 'b', '3', '4']) await release(name)

  expect(granted).toEqual(['1', 'a', '2', 'b', '3', '4', '5'])
})

test('one alone gets the turn of its queue before those that wait in another', async () => {
  const { slots, request, grantsUntil } = prepare(2)
  const [single, bulk] = [slots.queue(), slots.queue()]
  for (const name of ['a', 'b', 'c']) void request(name, false, single)
  void request('alone', true, bulk)

  const steps = await grantsUntil('a', 'b', 'alone')

  expect(steps).toEqual(aloneBetween)
})

test('a higher limit grants slots to those that wait', async () => {
  const { slots, request, release, granted } = prepare(1)
  for (const name of ['a', 'b', 'c', 'd']) void request(name)
  await release()
  const before = granted.length

  slots.resize(3)
  await release()

  expect([before, granted.length, slots.inUse()]).toEqual([1, 3, 3])
})

test('a lower limit grants no slot until enough are released', async () => {
  const { slots, request, release, granted } = prepare(3)
  for (const name of ['a', 'b', 'c', 'd']) void request(name)
  await release()
  slots.resize(1)

  await release('a', 'b')
  const above = granted.length
  await release('c')

  expect([above, granted.length, slots.inUse()]).toEqual([3, 4, 1])
})
