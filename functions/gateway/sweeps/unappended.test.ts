import { expect, test, vi } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { CloudEvent } from '../../shared/events/cloudevent.ts'
import { SinkError } from '../../shared/events/sink.ts'
import { createLogger } from '../../shared/process/logger.ts'
import { type Store, StoreUnavailableError } from '../../shared/store/store.ts'
import { form, openGateway, png } from '../gateway.fixture.ts'
import { createAppend } from '../submission/append/append.ts'
import { createUnappendedSweep } from './unappended.ts'

const afterMs = 60_000
const { signal: running } = new AbortController()

/** A gateway whose sink is away: an upload with a key is saved and not appended. */
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
  let answer = async (event: CloudEvent): Promise<void> => {
    sent.push(event)
  }
  const createSweep = (changes: Partial<Store> = {}) => {
    const store = { ...gateway.store, ...changes }
    const append = createAppend({
      ...{ store, send: (event) => answer(event), logger: createLogger('gateway', 'silent') },
    })
    return createUnappendedSweep({ store, append, afterMs, now: () => nowMs })
  }
  return {
    ...gateway,
    id: document?.id ?? '',
    sent,
    createSweep,
    pass: (ms: number) => {
      nowMs += ms
    },
    answerBy: (send: (event: CloudEvent) => Promise<void>) => {
      answer = send
    },
  }
}

test('a page that was saved and not appended is sent after a minute, and not again', async () => {
  const { createSweep, pass, sent, id, store } = await openInterrupted()
  const sweep = createSweep()

  await sweep(running)
  pass(afterMs - 1)
  await sweep(running)
  const early = sent.length
  pass(1)
  await sweep(running)
  pass(afterMs)
  await sweep(running)

  expect(early).toBe(0)
  expect(sent.map((event) => event.id)).toEqual([`${id}.1.1`])
  expect(sent[0]?.traceparent).toMatch(/^00-/)
  expect(await store.unappendedPages(id)).toEqual([])
})

test('of two gateways one sends it', async () => {
  const { createSweep, pass, sent } = await openInterrupted({ pages: 3 })
  const sweeps = [createSweep(), createSweep()]
  const sweepAll = () => Promise.all(sweeps.map((sweep) => sweep(running)))

  await sweepAll()
  pass(afterMs)
  await sweepAll()

  expect(sent.map((event) => event.pagenumber).sort()).toEqual([1, 2, 3])
})

test('one that another gateway has claimed has its minute again', async () => {
  const { createSweep, pass, sent, store } = await openInterrupted()
  const sweep = createSweep()
  await sweep(running)
  pass(afterMs - 1)
  const [page] = await store.unappended(1)
  if (page) await store.claimUnappended(page)

  await sweep(running)
  pass(afterMs - 1)
  await sweep(running)
  const early = sent.length
  pass(1)
  await sweep(running)

  expect([early, sent.length]).toEqual([0, 1])
})

test('while the log is away one page is tried at a time; all go when it is back', async () => {
  const { createSweep, pass, sent, id, store, answerBy } = await openInterrupted({ pages: 3 })
  const sweep = createSweep()
  let tried = 0
  answerBy(async (event) => {
    tried += 1
    if (tried <= 1) throw new UnavailableError('down')
    sent.push(event)
  })

  await sweep(running)
  pass(afterMs)
  await expect(sweep(running)).rejects.toThrow('did not take')
  await sweep(running)
  pass(afterMs)
  await sweep(running)

  expect(sent.map((event) => event.pagenumber).sort()).toEqual([1, 2, 3])
  expect(await store.unappendedPages(id)).toEqual([])
})

test.each([
  ['deleted', 'deleteDocument'],
  ['finished', 'finish'],
] as const)('a page that was %s meanwhile is not sent', async (_, how) => {
  const { createSweep, pass, sent, id, store, finish } = await openInterrupted()
  const sweep = createSweep()
  await sweep(running)
  const pages = await store.unappended(10)
  pass(afterMs)

  if (how === 'finish') await finish(id)
  else await store.deleteDocument(id)
  const claims = await Promise.all(pages.map((page) => store.claimUnappended(page)))
  await sweep(running)

  expect(claims).toEqual([false])
  expect(sent).toEqual([])
})

test('one that fails by a mistake of ours does not keep the others from theirs', async () => {
  const { createSweep, pass, sent, store } = await openInterrupted({ pages: 3 })
  const broken = new TypeError('cannot read properties of undefined')
  const sweep = createSweep({
    submission: async (id, page) => {
      if (page === 1) throw broken
      return store.submission(id, page)
    },
  })

  await sweep(running)
  pass(afterMs)
  const swept = sweep(running)

  await expect(swept).rejects.toMatchObject({ errors: [broken] })

  expect(sent.map((event) => event.pagenumber)).toEqual([2, 3])
})

test('while the store is away one page is tried at a time', async () => {
  const { createSweep, pass } = await openInterrupted({ pages: 3 })
  const submission = vi.fn(() => Promise.reject(new StoreUnavailableError('disk I/O error')))
  const sweep = createSweep({ submission })

  await sweep(running)
  pass(afterMs)
  await expect(sweep(running)).rejects.toThrow(StoreUnavailableError)

  expect(submission).toHaveBeenCalledTimes(1)
})

test('one that the log refuses fails, and does not wait for ever', async () => {
  const { createSweep, pass, id, store, answerBy } = await openInterrupted()
  const sweep = createSweep()
  answerBy(async () => {
    throw new SinkError('The sink answered 413', { tooLarge: true })
  })

  await sweep(running)
  pass(afterMs)
  await sweep(running)

  const document = await store.document(id)
  expect(document?.pages[0]).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
})
