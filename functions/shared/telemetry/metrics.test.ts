import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

async function collect(metrics: ReturnType<typeof createMetrics>) {
  return Object.fromEntries((await metrics.collect()).map(({ name, points }) => [name, points]))
}

test('a read that does not answer delays nobody for more than about a second, and is not begun again', async () => {
  const metrics = createMetrics()
  let reads = 0
  metrics.observe('glyphflow.streams', () => {
    reads += 1
    return new Promise(() => {})
  })
  metrics.add('glyphflow.redrives', {})
  const startedAt = performance.now()

  const [first, second] = await Promise.all([metrics.collect(), metrics.collect()])

  expect(performance.now() - startedAt).toBeLessThan(5000)
  expect([first, second].map((each) => each?.map(({ name }) => name))).toEqual([
    ['glyphflow.redrives'],
    ['glyphflow.redrives'],
  ])
  expect(reads).toBe(1)
})

test('counts are kept by labels, whatever their order', async () => {
  const metrics = createMetrics()

  metrics.add('glyphflow.deliveries', { service: 'ocr', topic: 't', answer: '204' })
  metrics.add('glyphflow.deliveries', { answer: '204', topic: 't', service: 'ocr' }, 2)
  metrics.add('glyphflow.deliveries', { service: 'ocr', topic: 't', answer: '500' })

  expect(await collect(metrics)).toEqual({
    'glyphflow.deliveries': [
      { labels: { service: 'ocr', topic: 't', answer: '204' }, value: 3 },
      { labels: { service: 'ocr', topic: 't', answer: '500' }, value: 1 },
    ],
  })
})

test('a label without a value is left out, and is not another label with that value', async () => {
  const metrics = createMetrics()

  metrics.add('glyphflow.pages', { outcome: 'x', code: undefined })
  metrics.add('glyphflow.pages', { code: 'x', language: '' })

  expect(await collect(metrics)).toEqual({
    'glyphflow.pages': [
      { labels: { outcome: 'x' }, value: 1 },
      { labels: { code: 'x' }, value: 1 },
    ],
  })
})

test('a value belongs to the first bucket whose boundary it does not exceed', async () => {
  const metrics = createMetrics()

  for (const seconds of [0.25, 0.26, 60, 10_000]) {
    metrics.record('glyphflow.page.duration', { outcome: 'recognized' }, seconds)
  }

  const [point] = (await collect(metrics))['glyphflow.page.duration'] ?? []
  expect(point?.value).toEqual({
    counts: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1],
    count: 4,
    sum: 0.25 + 0.26 + 60 + 10_000,
  })
})

test('labels of too many values are counted together, and nothing is lost', async () => {
  const metrics = createMetrics()

  for (let code = 0; code < 2000; code += 1) {
    metrics.add('glyphflow.dead_letters', { topic: 't', code: String(code) })
  }

  const points = (await collect(metrics))['glyphflow.dead_letters'] ?? []
  expect(points).toHaveLength(501)
  expect(points.at(-1)).toEqual({ labels: { topic: 'other', code: 'other' }, value: 1500 })
})

test('gauges are read anew each time; one that cannot be read is left out', async () => {
  const metrics = createMetrics()
  let streams = 1
  metrics.observe('glyphflow.streams', () => [{ labels: {}, value: streams++ }])
  metrics.observe('glyphflow.store.free', () => Promise.reject(new Error('gone')))
  metrics.observe('glyphflow.store.size', () => [{ labels: {}, value: Number.NaN }])

  const both = [await collect(metrics), await collect(metrics)]

  expect(both).toEqual([
    { 'glyphflow.streams': [{ labels: {}, value: 1 }] },
    { 'glyphflow.streams': [{ labels: {}, value: 2 }] },
  ])
})

test('parts of a process observe the same gauge', async () => {
  const metrics = createMetrics()
  for (const service of ['ocr', 'results']) {
    metrics.observe('glyphflow.replicas', () => [{ labels: { service, state: 'ready' }, value: 1 }])
  }

  const [collected, ...others] = await metrics.collect()

  expect(others).toEqual([])
  expect(collected?.points.map(({ labels }) => labels.service)).toEqual(['ocr', 'results'])
})
