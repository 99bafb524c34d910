import type { SystemReport } from '../../../functions/shared/http/system-api.ts'
import type { Metrics } from '../../../functions/shared/telemetry/metrics.ts'
import { toReplicaMeasurements } from '../../pipeline/replica-measurements.ts'

/** Measures the replicas of the Services at each scrape, as far as Kubernetes tells. */
export function observeReplicas(
  metrics: Metrics,
  report: () => Promise<SystemReport['services']>,
): void {
  metrics.observe('glyphflow.replicas', async () => {
    const services = (await report()) ?? []
    return services.flatMap(({ name, wanted, replicas: ready }) =>
      toReplicaMeasurements(name, { wanted, ready }),
    )
  })
}
