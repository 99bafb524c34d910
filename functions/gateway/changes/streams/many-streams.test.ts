import { describe, expect, test } from 'vitest'
import { openGateway, png, raw } from '../../gateway.fixture.ts'
import { listen } from './event-stream.fixture.ts'

/** A gateway that counts the reads of its feed. */
function openCounting() {
  const { store, finish } = openGateway()
  let reads = 0
  const gateway = openGateway({
    store: {
      ...store,
      changesAfter: (after, options) => {
        reads += 1
        return store.changesAfter(after, options)
      },
    },
  })
  return { ...gateway, store, finish, reads: () => reads }
}

describe('many streams', () => {
  test.each(['/v1/events?after=0', '/v1/documents/ID/events?after=0'])(
    'of %s share one read of a change',
    async (path) => {
      const { request, submit, store, finish, reads } = openCounting()
      const id = await submit()
      const { changes = 0 } = (await store.document(id)) ?? {}
      const open = async () => listen(await request(path.replace('ID', id)))
      const streams = await Promise.all(Array.from({ length: 50 }, open))
      await Promise.all(streams.map((stream) => stream.take(changes)))
      const waiting = streams.map((stream) => stream.take(2))
      await expect.poll(reads).toBeGreaterThan(0)
      const before = reads()

      await finish(id)
      const received = await Promise.all(waiting)

      // One read for the change, one for the next page.
      expect(reads() - before).toBeLessThan(5)
      expect(new Set(received.map((events) => events.map((event) => event.id).join())).size).toBe(1)
      await Promise.all(streams.map((stream) => stream.cancel()))
    },
  )

  test('share the bytes of each change', async () => {
    const { request, submit } = openCounting()
    await submit()
    const readTwice = async () => {
      const reader = (await request('/v1/events?after=0')).body?.getReader()
      await reader?.read()
      const second = await reader?.read()
      await reader?.cancel()
      return second?.value?.buffer
    }

    const [first, second] = await Promise.all([readTwice(), readTwice()])

    expect(first).toBeDefined()
    expect(second).toBe(first)
  })

  test('receive changes in quick succession in few chunks', async () => {
    const { request, submit } = openCounting()
    const streams = await Promise.all(
      Array.from({ length: 50 }, async () => listen(await request('/v1/events?after=0'))),
    )
    await Promise.all(streams.map((stream) => stream.read()))
    let chunks = 0
    const waiting = streams.map(async ({ seen, read }) => {
      while (!seen.text.includes('id: 10\n') && (await read())) chunks += 1
    })

    await Promise.all(Array.from({ length: 10 }, () => submit()))
    await Promise.all(waiting)

    expect(chunks).toBeLessThan(50 * 8)
    await Promise.all(streams.map((stream) => stream.cancel()))
  })
})

test('many waiting uploads share one read of a change', async () => {
  const { request, store, finish, reads, sent } = openCounting()
  const waiting = new Map<string, Promise<Response>>()
  for (let count = 1; count <= 20; count++) {
    const response = request('/v1/documents', raw(await png(), { prefer: 'wait=60' }))
    await expect.poll(() => sent.length).toBe(count)
    waiting.set(String(sent.at(-1)?.documentid), response)
  }
  const [first = '', second = '', ...others] = waiting.keys()
  await finish(first)
  await waiting.get(first)
  const before = reads()

  await finish(second)
  await waiting.get(second)

  expect(reads() - before).toBeLessThan(10)
  for (const id of others) await finish(id)
  const statuses = await Promise.all([...waiting.values()].map(async (one) => (await one).status))
  expect(statuses).toEqual(statuses.map(() => 200))
  expect(await store.queuedPages()).toBe(0)
})

describe('the limit of open streams', () => {
  const open = () => openGateway({ settings: { MAX_STREAMS: 4 } })
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

  test('rejects another stream until one has ended', async () => {
    const { request } = open()
    const streams = await Promise.all(
      ['1.1.1.1', '1.1.1.1', '2.2.2.2', '3.3.3.3'].map(async (address) =>
        listen(await request('/v1/events', from(address))),
      ),
    )

    const rejected = await request('/v1/events', from('4.4.4.4'))
    const head = await request('/v1/events', { method: 'HEAD', ...from('4.4.4.4') })
    await streams[0]?.cancel()
    const admitted = await request('/v1/events', from('4.4.4.4'))

    expect(rejected.status).toBe(503)
    expect(rejected.headers.get('retry-after')).toBe('5')
    expect(await rejected.json()).toMatchObject({ code: 'too-many-streams' })
    expect([head.status, admitted.status]).toEqual([200, 200])
    await Promise.all([...streams.map((stream) => stream.cancel()), admitted.body?.cancel()])
  })

  test.each([
    ['at one address', '1.1.1.1', '1.1.1.1'],
    ['on this machine', '127.0.0.1', '127.0.0.1'],
    ['that forge X-Forwarded-For', '5.5.5.5, 1.1.1.1', '6.6.6.6, 1.1.1.1'],
    ['behind a proxy on this machine', '1.1.1.1, 127.0.0.1', '1.1.1.1, ::1'],
  ])('is half for clients %s', async (_, one, another) => {
    const { request } = open()
    const status = async (address: string) => (await request('/v1/events', from(address))).status

    const own = [await status(one), await status(another), await status(one)]
    const others = [await status('7.7.7.7'), await status('8.8.8.8')]

    expect(own).toEqual([200, 200, 503])
    expect(others).toEqual([200, 200])
  })
})
