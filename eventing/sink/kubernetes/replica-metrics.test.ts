import { expect, test } from 'vitest'
import { createMetrics } from '../../../functions/shared/telemetry/metrics.ts'
import { observeReplicas } from './replica-metrics.ts'

const unknown = { inFlight: null, waiting: null, restarts: null, coldStarts: null, processes: null }

test('replicas are those that Kubernetes tells, and none if it does not', async () => {
  const metrics = createMetrics()
  const reports = [[{ name: 'ocr', replicas: 1, wanted: 3, ...unknown }], null]
  observeReplicas(metrics, async () => reports.shift() ?? null)

  const [first, second] = [await metrics.collect(), await metrics.collect()]

  expect(first[0]?.points).toEqual([
    { labels: { service: 'ocr', state: 'wanted' }, value: 3 },
    { labels: { service: 'ocr', state: 'ready' }, value: 1 },
    { labels: { service: 'ocr', state: 'starting' }, value: 2 },
  ])
  expect(second).toEqual([])
})
