import { expect, test } from 'vitest'
import { createReplicaPool, PoolClosedError } from './replica-pool.ts'

const unlimited = new AbortController().signal
const replicaAt = (port: number) => ({ port, healthy: async () => {} })

test('a request waits for a replica', async () => {
  const pool = createReplicaPool(1)
  const lease = pool.acquire(unlimited)
  const before = pool.stats()

  pool.add(replicaAt(1))

  expect(before).toEqual({ ready: 0, busy: 0, inFlight: 0, waiting: 1 })
  expect((await lease).replica.port).toBe(1)
  expect(pool.stats()).toEqual({ ready: 1, busy: 1, inFlight: 1, waiting: 0 })
})

test('a request goes to a free replica', async () => {
  const pool = createReplicaPool(1)
  for (const port of [1, 2]) pool.add(replicaAt(port))
  const first = await pool.acquire(unlimited)
  await pool.acquire(unlimited)

  first.release()
  const third = await pool.acquire(unlimited)

  expect(third.replica.port).toBe(first.replica.port)
})

test('no replica gets more requests than its concurrency, and waiting ones are served in order', async () => {
  const pool = createReplicaPool(2)
  pool.add(replicaAt(1))
  const [first] = [await pool.acquire(unlimited), await pool.acquire(unlimited)]
  const order: string[] = []
  const third = pool.acquire(unlimited).then((lease) => {
    order.push('third')
    return lease
  })
  const fourth = pool.acquire(unlimited).then(() => order.push('fourth'))

  first.release()
  const lease = await third
  const inFlight = pool.stats().inFlight
  lease.release()
  await fourth

  expect(inFlight).toBe(2)
  expect(order).toEqual(['third', 'fourth'])
})

test('without a limit, requests go to the least busy replica', async () => {
  const pool = createReplicaPool(0)
  for (const port of [1, 2]) pool.add(replicaAt(port))

  const leases = await Promise.all(Array.from({ length: 6 }, () => pool.acquire(unlimited)))

  expect(leases.filter(({ replica }) => replica.port === 1)).toHaveLength(3)
})

test('a removed replica gets no more requests, also when it becomes free', async () => {
  const pool = createReplicaPool(1)
  const replica = replicaAt(1)
  pool.add(replica)
  const lease = await pool.acquire(unlimited)

  pool.remove(replica)
  lease.release()
  void pool.acquire(unlimited)

  expect(pool.stats()).toEqual({ ready: 0, busy: 0, inFlight: 0, waiting: 1 })
})

test('a replica removed and added again keeps its running requests', async () => {
  const pool = createReplicaPool(1)
  const replica = replicaAt(1)
  pool.add(replica)
  const lease = await pool.acquire(unlimited)

  pool.remove(replica)
  pool.add(replica)
  const next = pool.acquire(unlimited)
  const waiting = pool.stats().waiting
  lease.release()
  await next

  expect(waiting).toBe(1)
  expect(pool.stats()).toEqual({ ready: 1, busy: 1, inFlight: 1, waiting: 0 })
})

test('an aborted request leaves the queue', async () => {
  const pool = createReplicaPool(1)
  const aborting = new AbortController()
  const lease = pool.acquire(aborting.signal)

  aborting.abort(new Error('aborted'))

  await expect(lease).rejects.toThrow('aborted')
  expect(pool.stats().waiting).toBe(0)
})

test('a closed pool rejects waiting and later requests', async () => {
  const pool = createReplicaPool(1)
  const waiting = pool.acquire(unlimited)

  pool.close()

  await expect(waiting).rejects.toThrow(PoolClosedError)
  await expect(pool.acquire(unlimited)).rejects.toThrow(PoolClosedError)
})
