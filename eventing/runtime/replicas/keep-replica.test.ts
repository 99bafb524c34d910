import { pino } from 'pino'
import { expect, test } from 'vitest'
import { exitCodeOfBadSettings } from '../../../functions/shared/process/run.ts'
import { keepReplica, restartDelay } from './keep-replica.ts'
import type { ReplicaProcess } from './process/replica-process.ts'
import { fakeReplica } from './replica.fixture.ts'
import { createReplicaPool } from './replica-pool.ts'

const logger = pino({ level: 'silent' })
const unlimited = new AbortController().signal

/** A keeper whose replicas are the given ones, in turn. */
function createKeeper(...starts: (() => Promise<ReplicaProcess>)[]) {
  const ready = Promise.withResolvers<number>()
  const badSettings = Promise.withResolvers<void>()
  const pool = createReplicaPool(1)
  let deaths = 0
  const keeper = keepReplica({
    ...{ pool, logger, graceMs: 5000 },
    start: () => (starts.shift() ?? (() => Promise.reject(new Error('started too often'))))(),
    onReady: ready.resolve,
    onDeath: () => {
      deaths += 1
    },
    onBadSettings: badSettings.resolve,
  })
  return {
    ...{ keeper, pool, starts, deaths: () => deaths },
    ...{ ready: ready.promise, badSettings: badSettings.promise },
  }
}

test('a healthy replica joins the pool, and its start time is reported', async () => {
  const { keeper, pool, ready } = createKeeper(async () => fakeReplica(1).process)

  expect(await ready).toBeGreaterThanOrEqual(0)

  expect(pool.stats().ready).toBe(1)
  await keeper.stop(0)
})

test('a replica that ends because of its settings is not restarted', async () => {
  const first = fakeReplica(1)
  const second = async () => fakeReplica(2).process
  const { ready, badSettings, starts, deaths } = createKeeper(async () => first.process, second)
  await ready

  first.end(exitCodeOfBadSettings)
  await badSettings

  expect([starts.length, deaths()]).toEqual([1, 0])
})

test('restarts are immediate, then back off up to 10 s', () => {
  expect([1, 2, 3, 4, 20].map(restartDelay)).toEqual([0, 200, 400, 800, 10_000])
})

test('a replica retired during its start is ended', async () => {
  const late = Promise.withResolvers<ReplicaProcess>()
  const { process } = fakeReplica(1)
  const { keeper, pool } = createKeeper(() => late.promise)

  const stopped = keeper.stop(0)
  late.resolve(process)
  await stopped

  expect(await process.ended).toEqual({ code: 0, signal: null })
  expect([keeper.replica(), pool.stats().ready]).toEqual([null, 0])
})

test('a failed start is retried', async () => {
  const { keeper, ready, deaths } = createKeeper(
    () => Promise.reject(new Error('EAGAIN')),
    async () => fakeReplica(2).process,
  )

  await ready

  expect([keeper.replica()?.pid, deaths()]).toEqual([2, 1])
  await keeper.stop(0)
})

test('a retired replica answers its requests before SIGTERM', async () => {
  const { keeper, pool, ready, deaths } = createKeeper(async () => fakeReplica(1).process)
  await ready
  const { release } = await pool.acquire(unlimited)
  let ended = false
  void keeper.replica()?.ended.then(() => {
    ended = true
  })

  const left = keeper.retire()
  await new Promise(setImmediate)
  const whileBusy = ended
  release()
  await left

  expect([whileBusy, ended, deaths()]).toEqual([false, true, 0])
})
