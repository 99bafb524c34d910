import { stat } from 'node:fs/promises'
import type { Metrics } from '../../../functions/shared/telemetry/metrics.ts'
import { toReplicaMeasurements } from '../../pipeline/replica-measurements.ts'
import type { RunningService } from '../service.ts'

/** Measures the replicas of a service at each scrape. */
export function observeService(metrics: Metrics, { plan, pool, supervisor }: RunningService): void {
  const service = plan.name
  metrics.observe('glyphflow.replicas', () =>
    toReplicaMeasurements(service, { wanted: supervisor.wanted(), ready: pool.stats().ready }),
  )
  metrics.observe('glyphflow.requests', () => {
    const { inFlight, waiting } = pool.stats()
    return [
      { labels: { service, state: 'in_flight' }, value: inFlight },
      { labels: { service, state: 'waiting' }, value: waiting },
    ]
  })
  metrics.observe('faas.coldstarts', () => [
    { labels: { service }, value: supervisor.coldStarts.report().count },
  ])
  metrics.observe('glyphflow.restarts', () => [
    { labels: { service }, value: supervisor.restarts() },
  ])
}

/** Measures the files of the embedded log at each scrape. */
export function observeLogSize(metrics: Metrics, path: string): void {
  const sizeOf = async (file: string) => {
    const found = await stat(file).catch(() => null)
    return found?.size ?? 0
  }
  metrics.observe('glyphflow.log.size', async () => {
    const [log, writeAhead] = await Promise.all([sizeOf(path), sizeOf(`${path}-wal`)])
    return [{ labels: {}, value: log + writeAhead }]
  })
}
