import type { SystemReport } from '../../../functions/shared/http/system-api.ts'
import { reportTopics } from '../../log/report-topics.ts'
import type { TopicLog } from '../../log/topic-log.ts'
import type { Pipeline } from '../../pipeline/read-pipeline.ts'
import { usageOf } from '../replicas/process/process-usage.ts'
import type { ReplicaProcess } from '../replicas/process/replica-process.ts'
import type { RunningService } from '../service.ts'

/** Report for GET /v1/system: services with their processes, topics with their lag. */
export async function reportSystem(
  services: RunningService[],
  pipeline: Pipeline,
  topicLog: TopicLog,
): Promise<SystemReport> {
  return {
    services: await Promise.all(services.map(reportService)),
    topics: await reportTopics(pipeline, topicLog),
  }
}

async function reportService(service: RunningService) {
  const { plan, pool, supervisor } = service
  const { ready, inFlight, waiting } = pool.stats()
  return {
    name: plan.name,
    replicas: ready,
    wanted: supervisor.wanted(),
    inFlight,
    waiting,
    restarts: supervisor.restarts(),
    coldStarts: supervisor.coldStarts.report(),
    processes: await Promise.all(
      supervisor.replicas().map(async ({ number, process: replica }) => ({
        name: `${plan.name}-${number}`,
        pid: replica.pid,
        state: stateOf(service, replica),
        uptimeSeconds: Math.round((performance.now() - replica.startedAtMs) / 1000),
        ...(await usageOf(replica.pid)),
      })),
    ),
  }
}

function stateOf(
  { pool, supervisor }: Pick<RunningService, 'pool' | 'supervisor'>,
  replica: ReplicaProcess,
): 'starting' | 'ready' | 'busy' | 'stopping' {
  if (supervisor.isRetiring(replica)) return 'stopping'
  if (!pool.has(replica)) return 'starting'
  return pool.inFlight(replica) > 0 ? 'busy' : 'ready'
}
