import type { RunningService } from '../service.ts'

/** https://prometheus.io/docs/prometheus/latest/http_sd/ */
export interface TargetGroup {
  targets: string[]
  labels: Record<string, string>
}

/**
 * What a Prometheus scrapes: the runtime at `port`, and every replica that takes requests. The number of a replica is
 * reused, so that its label has few values.
 */
export function targetsOf(port: number, services: RunningService[]): TargetGroup[] {
  const runtime = { targets: [`127.0.0.1:${port}`], labels: { service: 'runtime' } }
  const replicas = services.flatMap(({ plan: { name: service }, pool, supervisor }) =>
    supervisor.replicas().flatMap(({ number, process }) => {
      if (process.metricsPort === null || !pool.has(process)) return []
      const labels = { service, replica: `${service}-${number}` }
      return { targets: [`127.0.0.1:${process.metricsPort}`], labels }
    }),
  )
  return [runtime, ...replicas]
}
