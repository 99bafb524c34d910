import { pino } from 'pino'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../shared/errors/unavailable-error.ts'
import { examplePages } from '../../../shared/store/contract/examples.fixture.ts'
import { openGateway, untraced } from '../../gateway.fixture.ts'
import { createUnappendedSweep } from '../../sweeps/unappended.ts'
import { createAppend } from './append.ts'
import {
  type BackgroundAppendDeps,
  createBackgroundAppend,
  sendTimeoutMs,
} from './background-append.ts'

/** Saved pages without an appended event; `sent` are the ids of the events that the sink accepted. */
async function openSaved({
  pages = 10,
  ...overrides
}: Partial<BackgroundAppendDeps & { pages: number }>) {
  const { store, sent: _, ...gateway } = openGateway()
  const documents = Array.from({ length: pages }, (_, index) => `d${index}`)
  await store.addDocuments(
    documents.map((id) => ({
      ...{ id, createdAt: new Date(), filename: null, batch: null, language: 'eng' },
      ...{ traceparent: '', idempotency: null },
      pages: examplePages(1),
    })),
  )
  const lines: unknown[] = []
  const stop = new AbortController()
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  const sent: (string | undefined)[] = []
  const deps: BackgroundAppendDeps = {
    store,
    send: async ({ id }) => {
      sent.push(id)
    },
    freeBytes: async () => 1,
    settings: { MIN_FREE_BYTES: 1 },
    tracing: untraced,
    logger,
    stopping: stop.signal,
    ...overrides,
  }
  const background = createBackgroundAppend(deps)
  const saved = documents.map((documentId) => ({ documentId, page: 1, try: 1, claims: 0 }))
  let nowMs = 0
  const append = createAppend(deps)
  const sweep = createUnappendedSweep({ store, append, afterMs: 60_000, now: () => nowMs })
  const sweepAfterOneMinute = async () => {
    nowMs += 60_000
    await sweep(new AbortController().signal)
  }
  return { ...gateway, store, background, saved, sent, lines, stop, sweepAfterOneMinute }
}

test('saved pages are appended once each, at most four concurrently', async () => {
  let pending = 0
  let maxPending = 0
  const four = Promise.withResolvers<void>()
  const sent: (string | undefined)[] = []
  const { store, background, saved } = await openSaved({
    send: async ({ id }) => {
      pending += 1
      maxPending = Math.max(maxPending, pending)
      if (pending === 4) four.resolve()
      await four.promise
      pending -= 1
      sent.push(id)
    },
  })

  background.add(saved)
  await background.settled()

  expect(sent.toSorted()).toEqual(saved.map(({ documentId }) => `${documentId}.1.1`))
  expect(maxPending).toBe(4)
  expect(await store.unappended(10)).toEqual([])
})

test('two uploads take turns, so that their claims do not outlive their sends', async () => {
  const { background, saved, sent } = await openSaved({})

  const first = background.add(saved.slice(0, 8))
  const second = background.add(saved.slice(8))
  await Promise.all([first, second])

  expect(sent).toHaveLength(10)
  expect(sent.indexOf('d8.1.1')).toBeLessThan(sent.indexOf('d4.1.1'))
})

test('after a failed send the other pages are left to the sweep, with one log line', async () => {
  let isDown = true
  const sent: (string | undefined)[] = []
  const { background, saved, lines, sweepAfterOneMinute } = await openSaved({
    send: async ({ id }) => {
      if (isDown) throw new UnavailableError('down')
      sent.push(id)
    },
  })

  background.add(saved)
  await background.settled()
  isDown = false
  await sweepAfterOneMinute()
  await sweepAfterOneMinute()

  expect(lines).toMatchObject([{ msg: 'pages not appended yet', pages: 10 }])
  expect(sent.toSorted()).toEqual(saved.map(({ documentId }) => `${documentId}.1.1`))
})

test('with a full disk the pages are left to the sweep', async () => {
  const { background, saved, sent, lines } = await openSaved({ freeBytes: async () => 0 })

  background.add(saved)
  await background.settled()

  expect(sent).toEqual([])
  expect(lines).toMatchObject([{ pages: 10, err: { code: 'disk-full' } }])
})

test('a shutdown starts no further send', async () => {
  const { background, saved, sent, stop, lines } = await openSaved({})

  background.add(saved)
  stop.abort()
  await background.settled()

  expect(sent).toEqual([])
  expect(lines).toMatchObject([{ pages: 10 }])
})

test('a page that the sweep has sent is not sent again', async () => {
  const { background, saved, sent, sweepAfterOneMinute } = await openSaved({})

  await sweepAfterOneMinute()
  await sweepAfterOneMinute()
  background.add(saved)
  await background.settled()

  expect(sent).toHaveLength(saved.length)
})

test('a page being sent is not sent by the sweep', async () => {
  const gate = Promise.withResolvers<void>()
  const sent: (string | undefined)[] = []
  const { background, saved, sweepAfterOneMinute } = await openSaved({
    pages: 1,
    send: async ({ id }) => {
      sent.push(id)
      await gate.promise
    },
  })

  await sweepAfterOneMinute()
  background.add(saved)
  await expect.poll(() => sent.length).toBe(1)
  await sweepAfterOneMinute()
  gate.resolve()
  await background.settled()

  expect(sent).toEqual(['d0.1.1'])
})

test.each([
  [60_000, 5000],
  [10_000, 5000],
  [2000, 1000],
  [501, 250],
])('with UNAPPENDED_AFTER_MS %i a send times out after %i ms', (UNAPPENDED_AFTER_MS, timeoutMs) => {
  expect(sendTimeoutMs({ UNAPPENDED_AFTER_MS })).toBe(timeoutMs)
})
