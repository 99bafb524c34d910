import { pino } from 'pino'
import { expect, test } from 'vitest'
import { fakeReplica } from './replica.fixture.ts'
import { createReplicaPool } from './replica-pool.ts'
import { supervise } from './supervisor.ts'

const logger = pino({ level: 'silent' })

function supervised(replicas: number) {
  const started: ReturnType<typeof fakeReplica>[] = []
  const waiting: (() => void)[] = []
  const pool = createReplicaPool(1)
  const supervisor = supervise({
    pool,
    logger,
    graceMs: 5000,
    onBadSettings: () => {},
    start: async () => {
      const one = fakeReplica(started.length + 1)
      started.push(one)
      for (const wake of waiting.splice(0)) wake()
      return one.process
    },
  })
  supervisor.scaleTo(replicas)
  const untilStarted = async (count: number) => {
    while (started.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const processes = () => supervisor.replicas().map(({ process }) => process)
  return { supervisor, processes, pool, started, untilStarted }
}

test('the wanted number of replicas run, and are in the pool', async () => {
  const { supervisor, processes, pool, untilStarted } = supervised(3)

  await untilStarted(3)
  await supervisor.ready

  expect(pool.stats().ready).toBe(3)
  expect(processes()).toHaveLength(3)
  await supervisor.stop(0)
})

test('a replica that dies is restarted, and its successor gets requests', async () => {
  const { supervisor, pool, started, untilStarted } = supervised(1)
  await supervisor.ready

  started[0]?.end(1)
  await untilStarted(2)
  const { replica } = await pool.acquire(new AbortController().signal)

  expect(replica.port).toBe(2)
  expect(supervisor.restarts()).toBe(1)
  await supervisor.stop(0)
})

test('after a stop no replica runs or starts', async () => {
  const { supervisor, processes, pool, started } = supervised(2)
  await supervisor.ready

  await supervisor.stop(0)

  expect(pool.stats().ready).toBe(0)
  expect(processes()).toEqual([])
  expect(started).toHaveLength(2)
})

test('scaling up starts replicas, scaling down ends the least busy ones', async () => {
  const { supervisor, processes, pool, started, untilStarted } = supervised(1)
  supervisor.scaleTo(3)
  await untilStarted(3)
  await expect.poll(() => pool.stats().ready).toBe(3)
  const lease = await pool.acquire(new AbortController().signal)

  supervisor.scaleTo(1)
  await expect.poll(() => processes().length).toBe(1)

  expect(processes()[0]).toBe(lease.replica)
  expect(pool.stats()).toMatchObject({ ready: 1, inFlight: 1, waiting: 0 })
  expect(started).toHaveLength(3)
  await supervisor.stop(0)
})

test('each replica has a number of its own, and the lowest free one is used again', async () => {
  const { supervisor, processes, pool, untilStarted } = supervised(3)
  await untilStarted(3)
  await expect.poll(() => pool.stats().ready).toBe(3)
  const numbers = () => supervisor.replicas().map(({ number }) => number)
  const before = numbers()
  const [first] = processes()

  if (first) supervisor.replace(first)
  await untilStarted(4)
  await expect.poll(() => processes()).not.toContain(first)
  const replaced = numbers()
  supervisor.scaleTo(4)
  await untilStarted(5)
  await expect.poll(() => processes().length).toBe(4)

  expect(before).toEqual([1, 2, 3])
  expect(replaced).toEqual([2, 3, 4])
  expect(numbers().sort()).toEqual([1, 2, 3, 4])
  await supervisor.stop(0)
})

test('a replaced replica ends after its successor starts', async () => {
  const { supervisor, processes, pool, untilStarted } = supervised(1)
  await supervisor.ready
  const [first] = processes()
  const { release } = await pool.acquire(new AbortController().signal)

  if (first) supervisor.replace(first)
  await untilStarted(2)
  const next = await pool.acquire(new AbortController().signal)
  const both = processes().length
  release()
  await expect.poll(() => processes().length).toBe(1)

  expect(both).toBe(2)
  expect(next.replica).not.toBe(first)
  expect(supervisor.wanted()).toBe(1)
  await supervisor.stop(0)
})
