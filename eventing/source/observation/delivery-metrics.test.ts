import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { createMetrics, type Distribution } from '../../../functions/shared/telemetry/metrics.ts'
import {
  deadLetters,
  deliverer,
  listening,
  record,
  refusing,
} from '../delivery/deliverer.fixture.ts'
import { createDeliveryMetrics } from './delivery-metrics.ts'

const options = { service: 'ocr', topic: 'images-feed', group: 'ocr' }

type Measured = { value: number | Distribution } & { [label: string]: unknown }

/** Answers in turn, then 204; each may have a Server-Timing. */
function answering(...answers: (number | string)[]): Promise<string> {
  const handle: RequestListener = (_, res) => {
    const next = answers.shift() ?? 204
    if (typeof next === 'number') res.writeHead(next).end()
    else res.writeHead(204, { 'server-timing': next }).end()
  }
  return listening(handle)
}

/** Delivers records to a service; resolves with the values of each metric by its labels. */
async function measured(url: string, records = [record('a')]) {
  const metrics = createMetrics()
  const observer = createDeliveryMetrics({ metrics, ...options })
  const { deadLetter } = deadLetters()
  const { deliver } = deliverer(url, { observer, deadLetter })
  for (const each of records) {
    const ended = observer.taken(each)
    await deliver(each)
    ended()
  }
  const collected = await metrics.collect()
  return (name: string) => {
    const { points = [] } = collected.find((each) => each.name === name) ?? {}
    return points.map(({ labels, value }): Measured => ({ ...labels, value }))
  }
}

const countOf = (value: number | Distribution) => (typeof value === 'number' ? value : value.count)

test('deliveries count by their answers, and an event that was given up by the last', async () => {
  const of = await measured(await answering(500, 418, 204), [record('a'), record('b')])

  expect(of('glyphflow.deliveries')).toEqual([
    { service: 'ocr', topic: 'images-feed', answer: '500', value: 1 },
    { service: 'ocr', topic: 'images-feed', answer: '4xx', value: 1 },
    { service: 'ocr', topic: 'images-feed', answer: '204', value: 1 },
  ])
  expect(of('glyphflow.dead_letters')).toEqual([{ topic: 'images-feed', code: '4xx', value: 1 }])
  expect(
    of('messaging.process.duration').map(({ outcome, value }) => [outcome, countOf(value)]),
  ).toEqual([
    ['retry', 1],
    ['dead-letter', 1],
    ['delivered', 1],
  ])
  expect(of('messaging.client.consumed.messages')).toMatchObject([{ value: 2 }])
})

test('a service that is away counts as refused, and its event not as given up', async () => {
  const metrics = createMetrics()
  const observer = createDeliveryMetrics({ metrics, ...options })
  const draining = new AbortController()
  const { deliver } = deliverer(await refusing(), {
    observer: {
      ...observer,
      delivered(delivery) {
        observer.delivered(delivery)
        draining.abort()
      },
    },
    draining: draining.signal,
  })

  await expect(deliver(record('a'))).rejects.toThrow()

  const names = (await metrics.collect()).map(({ name }) => name)
  expect(names).not.toContain('glyphflow.dead_letters')
  expect(
    (await metrics.collect()).find(({ name }) => name === 'glyphflow.deliveries')?.points,
  ).toMatchObject([{ labels: { answer: 'refused' }, value: 1 }])
})

test('what a function tells is counted where it arrives', async () => {
  const of = await measured(
    await answering(
      'fetch;dur=4, decode;dur=20, recognize;dur=600, engine;desc="libtesseract", ' +
        'outcome;desc="recognized", language;desc="eng"',
      'store;dur=3, page;dur=1500, outcome;desc="failed"',
    ),
    [record('a'), record('b')],
  )

  expect(of('glyphflow.pages')).toEqual([
    { outcome: 'recognized', engine: 'libtesseract', language: 'eng', value: 1 },
  ])
  const stages = of('glyphflow.page.stage.duration').map(({ stage }) => stage)
  expect(stages).toEqual(['fetch', 'decode', 'recognize', 'store'])
  expect(of('glyphflow.page.duration')).toMatchObject([{ outcome: 'failed', value: { sum: 1.5 } }])
})

test('words of another’s function add few labels, whatever it sends', async () => {
  const noise = Array.from({ length: 60 }, (_, n) => `s${n};dur=${n}`)
  const answers = noise.map(
    (entry, n) =>
      `${entry}, engine;desc="e${n}", outcome;desc="o${n}", code;desc="c${n}", language;desc="l${n}"`,
  )

  const of = await measured(
    await answering(...answers),
    answers.map((_, n) => record(`${n}`)),
  )

  const other = { outcome: 'other', code: 'other', engine: 'other', language: 'other' }
  expect(of('glyphflow.pages')).toEqual([{ ...other, value: 60 }])
  expect(of('glyphflow.page.stage.duration')).toMatchObject([
    { stage: 'other', value: { count: 60 } },
  ])
})

test('a failure tells nothing, and a success without the header neither', async () => {
  const of = await measured(await answering(500, 204))

  expect([of('glyphflow.pages'), of('glyphflow.page.duration')]).toEqual([[], []])
})

test('the wait in the log is that of the first delivery alone', async () => {
  const headers = { ...record('a').headers, ce_time: new Date(Date.now() - 5000).toISOString() }

  const of = await measured(await answering(500, 500, 204), [
    record('a', { headers }),
    record('b', { headers, attempts: 1 }),
  ])

  const [log, ...others] = of('glyphflow.page.stage.duration')
  expect(others).toEqual([])
  expect(log).toMatchObject({
    ...{ stage: 'log', service: 'ocr' },
    value: { count: 1, sum: expect.closeTo(5, 0) },
  })
})

test('the lag is the age of the oldest record in hand', async () => {
  const metrics = createMetrics()
  const observer = createDeliveryMetrics({ metrics, ...options })
  const aged = (id: string, ms: number) =>
    record(id, { headers: { ce_time: new Date(Date.now() - ms).toISOString() } })
  const lag = async () => {
    const collected = await metrics.collect()
    return collected.find(({ name }) => name === 'glyphflow.log.lag.duration')?.points[0]?.value
  }

  const before = await lag()
  const ends = [aged('a', 60_000), aged('b', 120_000), aged('c', 0)].map(observer.taken)
  const oldest = await lag()
  ends[1]?.()
  const next = await lag()

  expect(before).toBe(0)
  expect(oldest).toBeCloseTo(120, 0)
  expect(next).toBeCloseTo(60, 0)
})
