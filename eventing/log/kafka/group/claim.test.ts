import { expect, test } from 'vitest'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Claim, createClaim } from './claim.ts'

const offsets = (more: Partial<PartitionOffsets> = {}) => ({
  ...{ partition: 0, committed: null, low: 0, high: 10 },
  ...more,
})
const record = { partition: 0, offset: 0, key: null, headers: {}, value: null }

/** One of a partition with two records, of which the first is in hand. */
function withOneInHand(): Claim {
  const claim = createClaim(offsets())
  claim.partition.receive({ from: 0, records: [record, { ...record, offset: 1 }], next: 2 })
  claim.partition.take(9)
  return claim
}

test('a partition that nobody has committed anything of since goes on as it was', () => {
  expect(withOneInHand().continues(offsets())).toBe(true)
})

test('one that another member got on with does not', () => {
  expect(withOneInHand().continues(offsets({ committed: { offset: 5, metadata: '' } }))).toBe(false)
})

test('one whose last commit came through, though nobody said so, goes on as it was', () => {
  const claim = withOneInHand()
  claim.partition.finish(0)
  const committed = claim.beginCommit()

  expect(claim.continues(offsets({ committed }))).toBe(true)
})

test('one whose last commit did not come through goes on as it was', () => {
  const claim = withOneInHand()
  claim.partition.finish(0)
  const committed = claim.beginCommit()
  claim.committed()
  claim.partition.take(9)
  claim.partition.finish(1)
  claim.beginCommit()

  expect(claim.continues(offsets({ committed }))).toBe(true)
})

test('one whose records are gone does not', () => {
  expect(withOneInHand().continues(offsets({ low: 7 }))).toBe(false)
})

test('what was refused and is another’s by then is dropped', async () => {
  const claim = withOneInHand()
  const done = claim.requestCommit()
  claim.beginCommit()

  claim.release()
  claim.failed()
  await done

  expect([claim.isRequested(), claim.isAwaited()]).toEqual([false, false])
})

test('whoever waits longer than the limit is told', async () => {
  const claim = withOneInHand()
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
