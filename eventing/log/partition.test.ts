import { expect, test } from 'vitest'
import { createPartition, type Partition } from './partition.ts'

const at = (offset: number) => ({
  ...{ partition: 0, offset, key: null, headers: {}, value: new Uint8Array(10) },
})
const open = (offset: number, attempts = 0) => ({ offset, attempts })
const records = (...offsets: number[]) => offsets.map(at)

/** Takes every available record. */
function takeAll(partition: Partition, maxOpen = 100): [number, number][] {
  const taken: [number, number][] = []
  for (let next = partition.take(maxOpen); next; next = partition.take(maxOpen)) {
    taken.push([next.offset, next.attempts])
  }
  return taken
}

test('records fetched twice are handed out once', () => {
  const partition = createPartition(0, { position: 0, open: [] })

  partition.receive({ from: 0, records: records(0, 1, 2), next: 3 })
  partition.take(100)
  partition.receive({ from: 0, records: records(0, 1, 2, 3), next: 4 })

  expect(takeAll(partition).map(([offset]) => offset)).toEqual([1, 2, 3])
  expect(partition.next()).toBe(4)
})

test('of the previous owner’s records only open ones are handed out, with their attempts', () => {
  const partition = createPartition(0, { position: 9, open: [open(3, 2), open(7)] })

  const first = partition.next()
  partition.receive({ from: 3, records: records(3, 4), next: 5 })
  const second = partition.next()
  partition.receive({ from: 7, records: records(7, 8, 9), next: 10 })

  expect([first, second, partition.next()]).toEqual([3, 7, 10])
  expect(takeAll(partition)).toEqual([
    [3, 2],
    [7, 0],
    [9, 0],
  ])
})

test('finished records after the last open one are skipped', () => {
  const partition = createPartition(0, { position: 1000, open: [open(3)] })

  partition.receive({ from: 3, records: records(3, 4), next: 5 })

  expect(partition.next()).toBe(1000)
})

test('an open record that the log no longer has is finished', () => {
  const partition = createPartition(0, { position: 9, open: [open(3), open(7), open(8)] })

  partition.receive({ from: 3, records: records(8, 9), next: 10 })

  expect(partition.progress()).toEqual({ position: 9, open: [open(8)] })
  expect(takeAll(partition).map(([offset]) => offset)).toEqual([8, 9])
})

test('a fetch that leaves a gap is refused without effect', () => {
  const partition = createPartition(0, { position: 5, open: [] })

  expect(partition.receive({ from: 6, records: records(6), next: 7 })).toBe(false)

  expect([partition.next(), partition.take(9)]).toEqual([5, null])
})

test('the position is the first record not taken, or the offset of the next fetch', () => {
  const partition = createPartition(0, { position: 0, open: [] })
  partition.receive({ from: 0, records: records(0, 4), next: 7 })
  const positions: number[] = []

  positions.push(partition.progress().position)
  for (const offset of [0, 4]) {
    partition.take(9)
    partition.finish(offset)
    positions.push(partition.progress().position)
  }

  expect(positions).toEqual([0, 4, 7])
})

test('finished records between open ones are not listed', () => {
  const partition = createPartition(0, { position: 0, open: [] })
  partition.receive({ from: 0, records: records(0, 1, 2, 3), next: 4 })
  takeAll(partition)

  partition.attempted(1, 2)
  for (const offset of [0, 2]) partition.finish(offset)

  expect(partition.progress()).toEqual({ position: 4, open: [open(1, 2), open(3)] })
})

test('missing offsets of a partition are no gap', () => {
  const partition = createPartition(0, { position: 0, open: [] })
  partition.receive({ from: 0, records: records(5, 9, 70), next: 71 })
  takeAll(partition)

  partition.finish(9)

  expect(partition.progress()).toEqual({ position: 71, open: [open(5), open(70)] })
})

test('it continues with earlier open records and their attempts', () => {
  const partition = createPartition(0, { position: 9, open: [open(3, 4), open(7)] })
  partition.receive({ from: 3, records: records(3, 7, 9), next: 10 })
  takeAll(partition)

  partition.finish(7)
  partition.attempted(7, 9)

  expect(partition.progress()).toEqual({ position: 10, open: [open(3, 4), open(9)] })
})

test('at most maxOpen records are open, but earlier open ones are always handed out', () => {
  const partition = createPartition(0, { position: 5, open: [open(1), open(2), open(3)] })
  partition.receive({ from: 1, records: records(1, 2, 3, 5, 6), next: 7 })

  const taken = takeAll(partition, 2).map(([offset]) => offset)
  partition.finish(1)
  partition.finish(2)
  const more = takeAll(partition, 2).map(([offset]) => offset)

  expect([taken, more]).toEqual([[1, 2, 3], [5]])
})

test('bytes count from the fetch to the finish', () => {
  const partition = createPartition(0, { position: 0, open: [] })
  partition.receive({ from: 0, records: records(0, 1), next: 2 })
  const both = partition.queuedBytes()

  partition.take(9)
  const halves = [partition.queuedBytes(), partition.openBytes()]
  partition.finish(0)

  expect(halves).toEqual([both / 2, both / 2])
  expect([partition.queuedBytes(), partition.openBytes()]).toEqual([both / 2, 0])
})
