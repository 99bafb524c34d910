import { expect, test } from 'vitest'
import { createAssignment } from './assignment.ts'
import type { Committed } from './committed.ts'

const state = (partition: number, committed: Committed | null = null) => ({
  ...{ partition, committed, low: 0, high: 10 },
})
const record = { partition: 0, offset: 0, key: null, headers: {}, value: null }

/** One that has partition 0, and a record of it in hand. */
function withOneInHand() {
  const assignment = createAssignment()
  assignment.join([0])
  assignment.settle([state(0)])
  const [partition] = assignment.partitions()
  if (!partition) throw new Error('Expected a partition')
  partition.receive({ from: 0, records: [record, { ...record, offset: 1 }], next: 2 })
  partition.take(9)
  return { assignment, partition }
}

test('nothing is worked on between a join and the look at what was committed', () => {
  const { assignment, partition } = withOneInHand()

  assignment.join([0, 1])
  const between = [assignment.partitions().length, assignment.ownership(partition)]
  assignment.settle([state(0), state(1), state(2)])

  expect(between).toEqual([0, 'unsure'])
  expect(assignment.partitions().map(({ number }) => number)).toEqual([0, 1])
  expect(assignment.ownership(partition)).toBe('ours')
})

test('a partition that is given to another is lost, and what it had with it', () => {
  const { assignment, partition } = withOneInHand()

  assignment.join([1])

  expect(assignment.ownership(partition)).toBe('lost')
  expect(assignment.find(0)).toBeNull()
})

test('one that comes back after another member got on with it begins where that one stopped', () => {
  const { assignment, partition } = withOneInHand()

  assignment.join([0])
  assignment.settle([state(0, { offset: 5, metadata: '' })])

  expect(assignment.ownership(partition)).toBe('lost')
  expect(assignment.partitions()[0]?.next()).toBe(5)
})

test('one whose last commit came through, though nobody said so, goes on as it was', () => {
  const { assignment, partition } = withOneInHand()
  partition.finish(0)
  const unanswered = assignment.sending(partition)

  assignment.join([0])
  assignment.settle([state(0, unanswered)])

  expect(assignment.ownership(partition)).toBe('ours')
})

test('one whose last commit did not come through goes on as it was', () => {
  const { assignment, partition } = withOneInHand()
  partition.finish(0)
  const first = assignment.sending(partition)
  assignment.sent(partition)
  partition.take(9)
  partition.finish(1)
  assignment.sending(partition)

  assignment.join([0])
  assignment.settle([state(0, first)])

  expect(assignment.ownership(partition)).toBe('ours')
})

test('one whose records are gone begins with those that are there', () => {
  const { assignment, partition } = withOneInHand()

  assignment.join([0])
  assignment.settle([{ ...state(0), low: 7 }])

  expect(assignment.ownership(partition)).toBe('lost')
  expect(assignment.partitions()[0]?.next()).toBe(7)
})

test('a look that lacks a partition settles nothing', () => {
  const assignment = createAssignment()
  assignment.join([0, 1])

  expect(assignment.settle([state(0)])).toBe(false)

  expect(assignment.partitions()).toEqual([])
})
