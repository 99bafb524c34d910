import { expect, test } from 'vitest'
import { createReplicaPool, PoolClosedError } from './replica-pool.ts'

const patient = new AbortController().signal
const replicaAt = (port: number) => ({ port, healthy: async () => {} })

test('a request waits until there is a replica', async () => {
  const pool = createReplicaPool(1)
  const lease = pool.acquire(patient)
  const before = pool.stats()

  pool.add(replicaAt(1))

  expect(before).toEqual({ ready: 0, inFlight: 0, waiting: 1 })
  expect((await lease).replica.port).toBe(1)
  expect(pool.stats()).toEqual({ ready: 1, inFlight: 1, waiting: 0 })
})

test('a request goes to whichever replica is free', async () => {
  const pool = createReplicaPool(1)
  for (const port of [1, 2]) pool.add(replicaAt(port))
  const first = await pool.acquire(patient)
  await pool.acquire(patient)

  first.release()
  const third = await pool.acquire(patient)

  expect(third.replica.port).toBe(first.replica.port)
})

test('no replica is given more than its concurrency, and waiting requests go in order', async () => {
  const pool = createReplicaPool(2)
  pool.add(replicaAt(1))
  const [first] = [await pool.acquire(patient), await pool.acquire(patient)]
  const order: string[] = []
  const third = pool.acquire(patient).then((lease) => {
    order.push('third')
    return lease
  })
  const fourth = pool.acquire(patient).then(() => order.push('fourth'))

  first.release()
  first.release()
  const lease = await third
  const inFlight = pool.stats().inFlight
  lease.release()
  await fourth

  expect(inFlight).toBe(2)
  expect(order).toEqual(['third', 'fourth'])
})

test('without a bound, requests go to the least busy replica', async () => {
  const pool = createReplicaPool(0)
  for (const port of [1, 2]) pool.add(replicaAt(port))

  const leases = await Promise.all(Array.from({ length: 6 }, () => pool.acquire(patient)))

  expect(leases.filter(({ replica }) => replica.port === 1)).toHaveLength(3)
})

test('a replica that was taken out is given no more, also when it becomes free', async () => {
  const pool = createReplicaPool(1)
  const replica = replicaAt(1)
  pool.add(replica)
  const lease = await pool.acquire(patient)

  pool.remove(replica)
  lease.release()
  void pool.acquire(patient)

  expect(pool.stats()).toEqual({ ready: 0, inFlight: 0, waiting: 1 })
})

test('a replica that was taken out and came back still has the requests that it had', async () => {
  const pool = createReplicaPool(1)
  const replica = replicaAt(1)
  pool.add(replica)
  const lease = await pool.acquire(patient)

  pool.remove(replica)
  pool.add(replica)
  const next = pool.acquire(patient)
  const waiting = pool.stats().waiting
  lease.release()
  await next

  expect(waiting).toBe(1)
  expect(pool.stats()).toEqual({ ready: 1, inFlight: 1, waiting: 0 })
})

test('a request that is given up waits no more', async () => {
  const pool = createReplicaPool(1)
  const impatient = new AbortController()
  const lease = pool.acquire(impatient.signal)

  impatient.abort(new Error('gone'))

  await expect(lease).rejects.toThrow('gone')
  expect(pool.stats().waiting).toBe(0)
})

test('a pool that is closed refuses whoever waits, and whoever comes later', async () => {
  const pool = createReplicaPool(1)
  const waiting = pool.acquire(patient)

  pool.close()

  await expect(waiting).rejects.toThrow(PoolClosedError)
  await expect(pool.acquire(patient)).rejects.toThrow(PoolClosedError)
})
