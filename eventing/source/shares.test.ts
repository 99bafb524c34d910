import { expect, test } from 'vitest'
import { createShares } from './shares.ts'

/** A process that reads topics, with its slots after each assignment. */
function reader(slotCount: number, topics: number) {
  const slots: number[] = []
  const shares = createShares(slotCount, (count) => slots.push(count))
  return { slots, assign: Array.from({ length: topics }, () => shares.ofTopic()) }
}

test('a process with all partitions has all slots', () => {
  const { slots, assign } = reader(16, 1)

  assign[0]?.({ owned: 16, of: 16 })

  expect(slots).toEqual([16])
})

test('a process has the slots of its part of the partitions, rounded up, after each assignment', () => {
  const { slots, assign } = reader(16, 1)

  assign[0]?.({ owned: 8, of: 16 })
  assign[0]?.({ owned: 5, of: 16 })
  assign[0]?.({ owned: 1, of: 3 })

  expect(slots).toEqual([8, 5, 6])
})

test('the partitions of all topics of a service count together', () => {
  const { slots, assign } = reader(34, 2)

  assign[0]?.({ owned: 8, of: 16 })
  assign[1]?.({ owned: 1, of: 1 })

  expect(slots).toEqual([17, 18])
})

test('a process without partitions keeps a slot for a retry of before', () => {
  const { slots, assign } = reader(16, 1)

  assign[0]?.({ owned: 0, of: 16 })

  expect(slots).toEqual([1])
})
