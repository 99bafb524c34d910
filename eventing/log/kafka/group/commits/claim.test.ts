import { expect, test } from 'vitest'
import type { PartitionOffsets } from '../../client/offsets.ts'
import { type Claim, createClaim } from './claim.ts'

const offsets = (more: Partial<PartitionOffsets> = {}) => ({
  ...{ partition: 0, committed: null, low: 0, high: 10 },
  ...more,
})
const record = { partition: 0, offset: 0, key: null, headers: {}, value: null }

/** A claim of a partition with two records, the first of them open. */
function withOpenRecord(): Claim {
  const claim = createClaim(offsets())
  claim.partition.receive({ from: 0, records: [record, { ...record, offset: 1 }], next: 2 })
  claim.partition.take(9)
  return claim
}

test('a claim continues if no other member has committed', () => {
  expect(withOpenRecord().continues(offsets())).toBe(true)
})

test('a claim does not continue after a commit of another member', () => {
  expect(withOpenRecord().continues(offsets({ committed: { offset: 5, metadata: '' } }))).toBe(
    false,
  )
})

test('a claim continues if its unanswered commit succeeded', () => {
  const claim = withOpenRecord()
  claim.partition.finish(0)
  const committed = claim.beginCommit()

  expect(claim.continues(offsets({ committed }))).toBe(true)
})

test('a claim continues if its last commit failed', () => {
  const claim = withOpenRecord()
  claim.partition.finish(0)
  const committed = claim.beginCommit()
  claim.committed()
  claim.partition.take(9)
  claim.partition.finish(1)
  claim.beginCommit()

  expect(claim.continues(offsets({ committed }))).toBe(true)
})

test('a claim does not continue if its records were removed', () => {
  expect(withOpenRecord().continues(offsets({ low: 7 }))).toBe(false)
})

test('a refused commit is dropped once another member owns the partition', async () => {
  const claim = withOpenRecord()
  const done = claim.requestCommit()
  claim.beginCommit()

  claim.release()
  claim.failed()
  await done

  expect([claim.isRequested(), claim.isAwaited()]).toEqual([false, false])
})

test('a commit that waits longer than the limit is rejected', async () => {
  const claim = withOpenRecord()
  const begun = claim.requestCommit()
  claim.beginCommit()
  const requested = claim.requestCommit()

  claim.limitWait(10)

  await Promise.all([
    expect(begun).rejects.toThrow('The group was left'),
    expect(requested).rejects.toThrow('The group was left'),
    claim.settled(),
  ])
})
