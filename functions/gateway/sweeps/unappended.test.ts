import { expect, test, vi } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { CloudEvent } from '../../shared/events/cloudevent.ts'
import { SinkError } from '../../shared/events/sender.ts'
import { createLogger } from '../../shared/process/logger.ts'
import { type Store, StoreUnavailableError } from '../../shared/store/store.ts'
import { form, openGateway, png, untraced } from '../gateway.fixture.ts'
import { createAppend } from '../submission/append/append.ts'
import { createUnappendedSweep } from './unappended.ts'

const afterMs = 60_000
const { signal: running } = new AbortController()

/** A gateway whose sink is unavailable: an upload with a key is saved and not appended. */
async function openInterrupted({ pages = 1 } = {}) {
  const gateway = openGateway({ send: () => Promise.reject(new UnavailableError('down')) })
  const images = await Promise.all(
    Array.from({ length: pages }, (_, index) => png(`#${index}${index}${index}`)),
  )
  const upload = form(...images.map((image) => ['image', image] as [string, typeof image]))
  await gateway.request('/v1/documents', { ...upload, headers: { 'idempotency-key': 'k' } })
  const [document] = (await gateway.store.documents({ limit: 1 })).documents
  let nowMs = 0
  const sent: CloudEvent[] = []
  let currentSend = async (event: CloudEvent): Promise<void> => {
    sent.push(event)
  }
  const createSweep = (changes: Partial<Store> = {}) => {
    const store = { ...gateway.store, ...changes }
    const append = createAppend({
      ...{ store, send: (event) => currentSend(event), tracing: untraced },
      logger: createLogger('gateway', 'silent'),
    })
    return createUnappendedSweep({ store, append, afterMs, now: () => nowMs })
  }
  return {
    ...gateway,
    id: document?.id ?? '',
    sent,
    createSweep,
    advance: (ms: number) => {
      nowMs += ms
    },
    setSend: (send: (event: CloudEvent) => Promise<void>) => {
      currentSend = send
    },
  }
}

test('a saved page that was not appended is sent once, after a minute', async () => {
  const { createSweep, advance, sent, id, store } = await openInterrupted()
  const sweep = createSweep()

  await sweep(running)
  advance(afterMs - 1)
  await sweep(running)
  const early = sent.length
  advance(1)
  await sweep(running)
  advance(afterMs)
  await sweep(running)

  expect(early).toBe(0)
  expect(sent.map((event) => event.id)).toEqual([`${id}.1.1`])
  expect(sent[0]?.traceparent).toMatch(/^00-/)
  expect(await store.unappendedPages(id)).toEqual([])
})

test('of two gateways one sends a page', async () => {
  const { createSweep, advance, sent } = await openInterrupted({ pages: 3 })
  const sweeps = [createSweep(), createSweep()]
  const sweepAll = () => Promise.all(sweeps.map((sweep) => sweep(running)))

  await sweepAll()
  advance(afterMs)
  await sweepAll()

  expect(sent.map((event) => event.pagenumber).sort()).toEqual([1, 2, 3])
})

test('a claim by another gateway restarts the minute of a page', async () => {
  const { createSweep, advance, sent, store } = await openInterrupted()
  const sweep = createSweep()
  await sweep(running)
  advance(afterMs - 1)
  await store.claimUnappended(await store.unappended(1))

  await sweep(running)
  advance(afterMs - 1)
  await sweep(running)
  const early = sent.length
  advance(1)
  await sweep(running)

  expect([early, sent.length]).toEqual([0, 1])
})

test('while the log is unavailable one page is tried per round; afterwards all are sent', async () => {
  const { createSweep, advance, sent, id, store, setSend } = await openInterrupted({ pages: 3 })
  const sweep = createSweep()
  let tried = 0
  setSend(async (event) => {
    tried += 1
    if (tried <= 1) throw new UnavailableError('down')
    sent.push(event)
  })

  await sweep(running)
  advance(afterMs)
  await expect(sweep(running)).rejects.toThrow('did not accept')
  await sweep(running)
  advance(afterMs)
  await sweep(running)

  expect(sent.map((event) => event.pagenumber).sort()).toEqual([1, 2, 3])
  expect(await store.unappendedPages(id)).toEqual([])
})

test.each([
  ['deleted', 'deleteDocument'],
  ['finished', 'finish'],
] as const)('a page that was %s in the meantime is not sent', async (_, how) => {
  const { createSweep, advance, sent, id, store, finish } = await openInterrupted()
  const sweep = createSweep()
  await sweep(running)
  const pages = await store.unappended(10)
  advance(afterMs)

  if (how === 'finish') await finish(id)
  else await store.deleteDocument(id)
  const claimed = await store.claimUnappended(pages)
  await sweep(running)

  expect(claimed).toEqual([])
  expect(sent).toEqual([])
})

test('an unexpected error for one page does not stop the others', async () => {
  const { createSweep, advance, sent, store } = await openInterrupted({ pages: 3 })
  const broken = new TypeError('cannot read properties of undefined')
  const sweep = createSweep({
    submission: async (id, page) => {
      if (page === 1) throw broken
      return store.submission(id, page)
    },
  })

  await sweep(running)
  advance(afterMs)
  const swept = sweep(running)

  await expect(swept).rejects.toMatchObject({ errors: [broken] })

  expect(sent.map((event) => event.pagenumber)).toEqual([2, 3])
})

test('while the store is unavailable one page is tried per round', async () => {
  const { createSweep, advance } = await openInterrupted({ pages: 3 })
  const submission = vi.fn(() => Promise.reject(new StoreUnavailableError('disk I/O error')))
  const sweep = createSweep({ submission })

  await sweep(running)
  advance(afterMs)
  await expect(sweep(running)).rejects.toThrow(StoreUnavailableError)

  expect(submission).toHaveBeenCalledTimes(1)
})

test('a page that the log rejects fails', async () => {
  const { createSweep, advance, id, store, setSend } = await openInterrupted()
  const sweep = createSweep()
  setSend(async () => {
    throw new SinkError('The sink answered 413', { tooLarge: true })
  })

  await sweep(running)
  advance(afterMs)
  await sweep(running)

  const document = await store.document(id)
  expect(document?.pages[0]).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
})
