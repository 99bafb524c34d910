import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import type { CloudEvent } from '../../functions/shared/events/cloudevent.ts'
import { median } from '../../loadtest/figures/median.ts'
import type { Visit } from '../../loadtest/ocr/sleeping/visits.ts'
import { drawStubPage } from '../../loadtest/ocr/stub-page.ts'
import { until } from '../../loadtest/system/glyphflow.ts'
import { toEventRecord } from '../log/event-record.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from '../log/kafka/own-kafka.fixture.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { scaledServices } from '../runtime/scaled-service.fixture.ts'
import { createDeliverer } from './delivery/deliverer.ts'
import type { Delivery } from './delivery/delivery.ts'
import { createSlots } from './slots.ts'
import { startSource } from './source.ts'

const own = ownKafka()
const startScaled = scaledServices()
const logger = pino({ level: 'silent' })

const replicas = 8
const delivery: Delivery = {
  ...{ retry: 0, backoffPolicy: 'linear', backoffDelayMs: 1000 },
  timeoutMs: 60_000,
}

interface Page {
  ms: number
  /** Pages with the same key are on the same partition. */
  key: string
}

function toEvent({ ms, key }: Page, index: number): CloudEvent {
  return {
    ...{ specversion: '1.0', id: `${index}`, source: '/loadtest', type: 'page' },
    ...{ partitionkey: key, documentid: 'd', pagenumber: index + 1 },
    data: drawStubPage({ kind: 'page', number: ms }),
  }
}

interface Service {
  url: string
  inFlight: () => number
}

/**
 * Delivers a topic's records while there are any, like the runtime: one record waits per replica.
 * Resolves with the number of busy replicas at each poll, while pages were waiting.
 */
async function deliverAll(topicLog: TopicLog, topic: string, service: Service, count: number) {
  const { signal: draining } = new AbortController()
  const { signal: cutOff } = new AbortController()
  const shared = { slots: createSlots(replicas * 2), draining, logger }
  const { url, inFlight } = service
  const deliver = createDeliverer({ ...shared, url, delivery, deadLetter: null, cutOff })
  let begun = 0
  const source = startSource({
    ...shared,
    subscription: topicLog.subscribe({ topic, group: topic, maxOpen: 64 }),
    deliver(record, options) {
      begun += 1
      return deliver(record, options)
    },
  })
  const busy: number[] = []
  await until(async () => begun > replicas)
  await until(
    async () => {
      busy.push(inFlight())
      return begun >= count
    },
    { pauseMs: 20 },
  )
  // A busy Kafka may time out.
  const lag = () => topicLog.lag(topic, topic).catch(() => 1)
  await until(async () => (await lag()) === 0)
  await source.close()
  return busy
}

/** Reads the waiting pages of a topic with this number of partitions, on eight replicas. */
async function readAll(pages: Page[], partitions: number) {
  const service = await startScaled({
    annotations: { 'min-scale': `${replicas}`, 'max-scale': `${replicas}` },
  })
  const topic = own.unique('pages')
  const topicLog = own.open(topic, { topics: [own.topicPlan(topic, { partitions })] })
  await topicLog.ready
  await Promise.all(
    pages.map((page, at) => topicLog.append(topic, toEventRecord(toEvent(page, at)))),
  )
  await until(async () => service.ready() === replicas)

  const busy = await deliverAll(topicLog, topic, service, pages.length)
  await topicLog.close()
  return { visits: (await service.journal()).visits, busy }
}

/** Work of the least busy replica, relative to the mean. */
function smallestShare(visits: Visit[]): number {
  const work = (own: Visit[]) => own.reduce((sum, { sleepMs }) => sum + sleepMs, 0)
  const shares = [...Map.groupBy(visits, ({ pid }) => pid).values()].map(work)
  return shares.length < replicas ? 0 : Math.min(...shares) / (work(visits) / replicas)
}

const pagesOf = (visits: Visit[]) => visits.map(({ page }) => page).sort((a, b) => a - b)

describe.skipIf(kafkaIsMissing)(`replicas over Kafka${whyWithoutKafka}`, () => {
  test.concurrent('pages of one partition are shared by all eight', async () => {
    const pages = Array.from({ length: 64 }, (_, at) => ({ ms: 400, key: `page ${at}` }))

    const { visits, busy } = await readAll(pages, 1)

    expect(pagesOf(visits)).toEqual(pages.map((_, at) => at + 1))
    // 8 pages each, minus the time between pages.
    expect(smallestShare(visits)).toBeGreaterThan(5 / 8)
    // Not a lower quantile: on a busy machine that is the time between two pages.
    expect(median(busy)).toBe(replicas)
  })

  test.concurrent('with all large pages on one of twelve partitions no replica is free while pages wait', async () => {
    const large = Array.from({ length: 12 }, () => ({ ms: 1500, key: 'large' }))
    const small = Array.from({ length: 64 }, (_, at) => ({ ms: 400, key: `small ${at}` }))
    const pages = [...large, ...small]

    const { visits, busy } = await readAll(pages, 12)

    expect(pagesOf(visits)).toEqual(pages.map((_, at) => at + 1))
    // The last replica to begin a large page may end 1.5 s of 5.5 s after the first one without a page.
    expect(smallestShare(visits)).toBeGreaterThan(5 / 8)
    // Not a lower quantile: on a busy machine that is the time between two pages.
    expect(median(busy)).toBe(replicas)
  })
})
