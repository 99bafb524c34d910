import type { ServerResponse } from 'node:http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createMetrics } from '../../functions/shared/telemetry/metrics.ts'
import type { SubscribeOptions, Subscription, TopicLog } from '../log/topic-log.ts'
import { listening, record } from './delivery/deliverer.fixture.ts'
import { startSources } from './start-sources.ts'

const delivery = {
  ...{ retry: 0, backoffPolicy: 'linear' as const, backoffDelayMs: 1 },
  timeoutMs: 60_000,
}
const source = {
  ...{ name: 'pages', group: 'g', topics: ['pages'], service: 'ocr', deadLetterTopic: null },
  delivery,
}
const plan = { name: 'ocr', containerConcurrency: 1, scale: { maxScale: 2 } }

const recordCount = 20

/** A log with many records, half of whose partitions are read here. */
function halfALog(): TopicLog {
  let offset = 0
  return {
    subscribe({ onAssigned }: SubscribeOptions): Subscription {
      onAssigned?.({ owned: 8, of: 16 })
      const stopped = Promise.withResolvers<null>()
      return {
        take: async () =>
          offset < recordCount ? record(`${offset}`, { offset: offset++ }) : stopped.promise,
        owns: () => true,
        attempted: async () => {},
        finish: async () => {},
        stop: () => stopped.resolve(null),
        close: async () => {},
      }
    },
  } as unknown as TopicLog
}

/** Sources of a service that answers when it is told to. */
async function sourcesOf({ isShared = false, onBusy = () => {} }) {
  const open: ServerResponse[] = []
  let peak = 0
  let answered = 0
  const url = await listening((request, response) => {
    request.resume()
    open.push(response)
    peak = Math.max(peak, open.length)
  })
  const sources = startSources(plan, [source], {
    ...{ url, isShared, onBusy, topicLog: halfALog(), sinkUrl: () => '' },
    ...{ cutOff: new AbortController().signal, logger: pino({ level: 'silent' }) },
    metrics: createMetrics(),
  })
  /** Answers the open requests; returns the number of all answers. */
  function answerAll(): number {
    for (const response of open.splice(0)) {
      response.writeHead(204).end()
      answered += 1
    }
    return answered
  }
  return {
    ...{ open, answerAll, peak: () => peak },
    async close() {
      const closed = sources.close()
      answerAll()
      await closed
    },
  }
}

test.each([
  ['two requests for each replica of its own service', false, 4],
  ['its part of them if other sources deliver to the service', true, 2],
])('a source has in flight %s', async (_, isShared, expected) => {
  const { open, answerAll, peak, close } = await sourcesOf({ isShared })

  await expect.poll(() => open.length).toBe(expected)
  await expect.poll(answerAll).toBe(recordCount)

  expect(peak()).toBe(expected)
  await close()
})

test('the first of several deliveries makes a service busy, and none beside it', async () => {
  let busy = 0
  const { open, close } = await sourcesOf({ onBusy: () => void busy++ })

  await expect.poll(() => open.length).toBe(4)

  expect(busy).toBe(1)
  await close()
})
