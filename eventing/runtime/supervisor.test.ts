import { pino } from 'pino'
import { expect, test } from 'vitest'
import { exitCodeOfBadSettings } from '../../functions/shared/run.ts'
import { restartDelay } from './place.ts'
import { createReplicaPool } from './replica-pool.ts'
import type { ReplicaProcess } from './replica-process.ts'
import { supervise } from './supervisor.ts'

const log = pino({ level: 'silent' })

/** A replica without a process: it ends when it is told to. */
function replica(port: number) {
  const ended = Promise.withResolvers<Awaited<ReplicaProcess['ended']>>()
  const process: ReplicaProcess = {
    pid: port,
    port,
    answers: async () => {},
    ended: ended.promise,
    isAlive: async () => true,
    kill: () => ended.resolve({ code: null, signal: 'SIGKILL' }),
    stop: async () => ended.resolve({ code: 0, signal: null }),
  }
  return { process, end: (code: number) => ended.resolve({ code, signal: null }) }
}

function supervised(replicas: number) {
  const started: ReturnType<typeof replica>[] = []
  const waiting: (() => void)[] = []
  const pool = createReplicaPool(1)
  const badSettings = Promise.withResolvers<void>()
  const supervisor = supervise({
    pool,
    log,
    graceMs: 5000,
    onBadSettings: badSettings.resolve,
    start: async () => {
      const one = replica(started.length + 1)
      started.push(one)
      for (const wake of waiting.splice(0)) wake()
      return one.process
    },
  })
  supervisor.scaleTo(replicas)
  const startedAre = async (count: number) => {
    while (started.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { supervisor, pool, started, startedAre, badSettings: badSettings.promise }
}

test('as many replicas run as are wanted, and the pool has them', async () => {
  const { supervisor, pool, startedAre } = supervised(3)

  await startedAre(3)
  await supervisor.ready

  expect(pool.stats().ready).toBe(3)
  expect(supervisor.processes()).toHaveLength(3)
  await supervisor.stop(0)
})

test('a replica that dies is replaced, and its successor is given requests', async () => {
  const { supervisor, pool, started, startedAre } = supervised(1)
  await supervisor.ready

  started[0]?.end(1)
  await startedAre(2)
  const { replica } = await pool.acquire(new AbortController().signal)

  expect(replica.port).toBe(2)
  expect(supervisor.restarts()).toBe(1)
  await supervisor.stop(0)
})

test('one that ends of its settings is not started again', async () => {
  const { supervisor, started, badSettings } = supervised(1)
  await supervisor.ready

  started[0]?.end(exitCodeOfBadSettings)
  await badSettings

  expect(started).toHaveLength(1)
})

test('after a stop nothing runs and nothing is started', async () => {
  const { supervisor, pool, started } = supervised(2)
  await supervisor.ready

  await supervisor.stop(0)

  expect(pool.stats().ready).toBe(0)
  expect(supervisor.processes()).toEqual([])
  expect(started).toHaveLength(2)
})

test('restarts come at once, then less and less often, at least every 10 s', () => {
  expect([1, 2, 3, 4, 20].map(restartDelay)).toEqual([0, 200, 400, 800, 10_000])
})

test('a replica that was still being started when everything stopped is ended as well', async () => {
  const late = Promise.withResolvers<ReplicaProcess>()
  const { process } = replica(1)
  const supervisor = supervise({
    ...{ graceMs: 5000, log, onBadSettings: () => {}, pool: createReplicaPool(1) },
    start: () => late.promise,
  })
  supervisor.scaleTo(1)

  const stopped = supervisor.stop(0)
  late.resolve(process)
  await stopped

  expect(await process.ended).toEqual({ code: 0, signal: null })
  expect(supervisor.processes()).toEqual([])
})

test('a replica that cannot be started is tried again', async () => {
  const outcomes = [Promise.reject(new Error('EAGAIN')), Promise.resolve(replica(2).process)]
  const supervisor = supervise({
    ...{ graceMs: 5000, log, onBadSettings: () => {}, pool: createReplicaPool(1) },
    start: () => outcomes.shift() ?? Promise.reject(new Error('too often')),
  })
  supervisor.scaleTo(1)

  await supervisor.ready

  expect(supervisor.processes()).toMatchObject([{ pid: 2 }])
  await supervisor.stop(0)
})

test('more replicas are started, fewer end the least busy ones', async () => {
  const { supervisor, pool, started, startedAre } = supervised(1)
  supervisor.scaleTo(3)
  await startedAre(3)
  await expect.poll(() => pool.stats().ready).toBe(3)
  const lease = await pool.acquire(new AbortController().signal)

  supervisor.scaleTo(1)
  await expect.poll(() => supervisor.processes().length).toBe(1)

  expect(supervisor.processes()[0]).toBe(lease.replica)
  expect(pool.stats()).toEqual({ ready: 1, inFlight: 1, waiting: 0 })
  expect(started).toHaveLength(3)
  await supervisor.stop(0)
})

test('a replica that is too many answers what it has before it is told to end', async () => {
  const { supervisor, pool } = supervised(1)
  await supervisor.ready
  const { release } = await pool.acquire(new AbortController().signal)
  const [process] = supervisor.processes()
  let ended = false
  void process?.ended.then(() => {
    ended = true
  })

  supervisor.scaleTo(0)
  await new Promise(setImmediate)
  const whileBusy = ended
  release()
  await expect.poll(() => supervisor.processes()).toEqual([])

  expect([whileBusy, ended]).toEqual([false, true])
  expect(supervisor.restarts()).toBe(0)
})

test('one that is replaced has its successor before it ends', async () => {
  const { supervisor, pool, startedAre } = supervised(1)
  await supervisor.ready
  const [first] = supervisor.processes()
  const { release } = await pool.acquire(new AbortController().signal)

  if (first) supervisor.replace(first)
  await startedAre(2)
  const next = await pool.acquire(new AbortController().signal)
  const both = supervisor.processes().length
  release()
  await expect.poll(() => supervisor.processes().length).toBe(1)

  expect(both).toBe(2)
  expect(next.replica).not.toBe(first)
  expect(supervisor.wanted()).toBe(1)
  await supervisor.stop(0)
})
