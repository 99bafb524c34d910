import { setImmediate } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import type { Consumer } from '../client/consumer.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Claim, createClaim } from './commits/claim.ts'
import { createGeneration } from './generation.ts'

const unread = [0, 1].map((partition) => ({ partition, committed: null, low: 0, high: 10 }))

const at = (offset: number) => ({ offset, metadata: '' })

/** A generation with two partitions. Its commits are recorded, and pending until the test answers them. */
function prepare(
  before: ReadonlyMap<number, Claim> = new Map(),
  offsets: PartitionOffsets[] = unread,
) {
  const written: number[][] = []
  let answer = Promise.withResolvers<void>()
  const consumer: Consumer = {
    ...{ seek: () => {}, pause: vi.fn(), resume: vi.fn(), close: async () => {} },
    ...{ hasRecentHeartbeat: () => true, canCommit: () => true },
    async commit(commits) {
      written.push([...commits.keys()])
      await answer.promise
    },
  }
  const onProgress = vi.fn()
  const logger = pino({ level: 'silent' })
  const generation = createGeneration({
    consumer,
    offsets,
    claims: before,
    onProgress,
    logger,
  })
  const claimOf = (number: number) => generation.claims.get(number) ?? expect.fail('no such claim')
  return {
    ...{ generation, claimOf, consumer, written, onProgress },
    request(number: number) {
      const done = claimOf(number).requestCommit()
      generation.commit()
      return done
    },
    accept: () => answer.resolve(),
    /** Accepts the pending commit and the next one. */
    refuse(type?: string) {
      answer.reject(Object.assign(new Error('The group is rebalancing'), { type }))
      answer = Promise.withResolvers()
      answer.resolve()
    },
  }
}

test('requests during a commit share the next one', async () => {
  const { request, written, accept } = prepare()
  const first = request(0)
  await expect.poll(() => written).toHaveLength(1)

  const more = [request(0), request(1), request(0)]
  accept()
  await Promise.all([first, ...more])

  expect(written).toEqual([[0], [0, 1]])
})

test.each([
  ['ILLEGAL_GENERATION', 0],
  ['REBALANCE_IN_PROGRESS', 0],
  ['NOT_COORDINATOR_FOR_GROUP', 2],
])('after a commit refused with %s, records of %i partitions are taken', async (type, count) => {
  const { generation, request, refuse, written } = prepare()
  const done = request(0)
  await expect.poll(() => written).toHaveLength(1)

  const before = generation.partitions().length
  refuse(type)
  await done

  expect([before, generation.partitions().length]).toEqual([2, count])
})

test('a commit counts as progress when answered, and is awaited until then', async () => {
  const { request, claimOf, onProgress, accept } = prepare()
  const before = [onProgress.mock.calls.length, claimOf(0).isAwaited()]

  const done = request(0)
  const meanwhile = [onProgress.mock.calls.length, claimOf(0).isAwaited()]
  accept()
  await done

  expect([before, meanwhile]).toEqual([
    [0, false],
    [0, true],
  ])
  expect([onProgress.mock.calls.length, claimOf(0).isAwaited()]).toEqual([1, false])
})

test('a refused commit is retried', async () => {
  const { request, written, refuse } = prepare()
  const done = request(0)
  await expect.poll(() => written).toHaveLength(1)

  refuse()
  await done

  expect(written).toEqual([[0], [0]])
})

test('requests pending at the end of a generation are committed by the next one', async () => {
  const first = prepare()
  const done = [first.request(0)]
  await expect.poll(() => first.written).toHaveLength(1)
  done.push(first.request(1))
  first.generation.end()

  const second = prepare(first.generation.claims)
  second.accept()
  await Promise.all(done)

  expect([first.written, second.written]).toEqual([[[0]], [[0, 1]]])
})

test('an answer after the end of a generation has no effect', async () => {
  const { generation, request, claimOf, written, accept, onProgress } = prepare()
  void request(0)
  await expect.poll(() => written).toHaveLength(1)

  generation.end()
  accept()
  // All that the answer causes is in promises.
  await setImmediate()

  expect([claimOf(0).isRequested(), onProgress.mock.calls.length]).toEqual([true, 0])
  expect(written).toHaveLength(1)
})

test.each<[string, Partial<PartitionOffsets>, number]>([
  ['another member has committed begins at that commit', { committed: at(5) }, 5],
  ['lost records begins at the first offset', { low: 7 }, 7],
])('a partition that %s', async (_, change, next) => {
  const state = { partition: 0, committed: null, low: 0, high: 10 }
  const claim = createClaim(state)
  const done = claim.requestCommit()

  const { generation } = prepare(new Map([[0, claim]]), [{ ...state, ...change }])
  await done

  expect(generation.claims.get(0)).not.toBe(claim)
  expect(generation.partitions()[0]?.next()).toBe(next)
})
