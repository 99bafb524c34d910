import { pino } from 'pino'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../shared/errors/unavailable-error.ts'
import { examplePages } from '../../../shared/store/contract/examples.ts'
import { openGateway } from '../../gateway.fixture.ts'
import { createUnappendedSweep } from '../../sweeps/unappended.ts'
import { createAppend } from './append.ts'
import {
  type BackgroundAppendDeps,
  createBackgroundAppend,
  sendTimeoutMs,
} from './background-append.ts'

/** Saved pages, none of which is in the log; `sent` are the ids of those whose events the sink took. */
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
    logger: logger,
    stopping: stop.signal,
    ...overrides,
  }
  const later = createBackgroundAppend(deps)
  const saved = documents.map((documentId) => ({ documentId, page: 1, try: 1, claims: 0 }))
  let nowMs = 0
  const append = createAppend({ ...deps, logger: logger })
  const sweep = createUnappendedSweep({ store, append, afterMs: 60_000, now: () => nowMs })
  const sweepAMinuteLater = async () => {
    nowMs += 60_000
    await sweep(new AbortController().signal)
  }
  return { ...gateway, store, later, saved, sent, lines, stop, sweepAMinuteLater }
}

test('saved pages come into the log, a few at a time and each once', async () => {
  let pending = 0
  let most = 0
  const four = Promise.withResolvers<void>()
  const sent: (string | undefined)[] = []
  const { store, later, saved } = await openSaved({
    send: async ({ id }) => {
      pending += 1
      most = Math.max(most, pending)
      if (pending === 4) four.resolve()
      await four.promise
      pending -= 1
      sent.push(id)
    },
  })

  later.add(saved)
  await later.settled()

  expect(sent.toSorted()).toEqual(saved.map(({ documentId }) => `${documentId}.1.1`))
  expect(most).toBe(4)
  expect(await store.unappended(10)).toEqual([])
})

test('once the log takes one not the others are left to the sweep, which one line tells', async () => {
  let isDown = true
  const sent: (string | undefined)[] = []
  const { later, saved, lines, sweepAMinuteLater } = await openSaved({
    send: async ({ id }) => {
      if (isDown) throw new UnavailableError('down')
      sent.push(id)
    },
  })

  later.add(saved)
  await later.settled()
  isDown = false
  await sweepAMinuteLater()
  await sweepAMinuteLater()

  expect(lines).toMatchObject([{ msg: 'pages not appended yet', pages: 10 }])
  expect(sent.toSorted()).toEqual(saved.map(({ documentId }) => `${documentId}.1.1`))
})

test('a disk that is too full for more leaves them to the sweep', async () => {
  const { later, saved, sent, lines } = await openSaved({ freeBytes: async () => 0 })

  later.add(saved)
  await later.settled()

  expect(sent).toEqual([])
  expect(lines).toMatchObject([{ pages: 10, err: { code: 'disk-full' } }])
})

test('a stop finishes those under way, and begins no more', async () => {
  const { later, saved, sent, stop, lines } = await openSaved({})

  later.add(saved)
  stop.abort()
  await later.settled()

  expect(sent).toEqual([])
  expect(lines).toMatchObject([{ pages: 10 }])
})

test('what a sweep has sent while it waited is not sent again', async () => {
  const { later, saved, sent, sweepAMinuteLater } = await openSaved({})

  await sweepAMinuteLater()
  await sweepAMinuteLater()
  later.add(saved)
  await later.settled()

  expect(sent).toHaveLength(saved.length)
})

test('what is under way is not sent by a sweep as well', async () => {
  const gate = Promise.withResolvers<void>()
  const sent: (string | undefined)[] = []
  const { later, saved, sweepAMinuteLater } = await openSaved({
    pages: 1,
    send: async ({ id }) => {
      sent.push(id)
      await gate.promise
    },
  })

  await sweepAMinuteLater()
  later.add(saved)
  await expect.poll(() => sent.length).toBe(1)
  await sweepAMinuteLater()
  gate.resolve()
  await later.settled()

  expect(sent).toEqual(['d0.1.1'])
})

test.each([
  [60_000, 5000],
  [10_000, 5000],
  [2000, 1000],
  [501, 250],
])('with UNAPPENDED_AFTER_MS %i a send gives up after %i ms', (UNAPPENDED_AFTER_MS, timeoutMs) => {
  expect(sendTimeoutMs({ UNAPPENDED_AFTER_MS })).toBe(timeoutMs)
})
