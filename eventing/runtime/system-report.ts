import type { SystemReport } from '../../functions/shared/http/system-api.ts'
import type { TopicLog } from '../log/topic-log.ts'
import type { Pipeline } from './pipeline/read-pipeline.ts'
import { usageOf } from './replicas/process/process-usage.ts'
import type { RunningService } from './service.ts'

/** Report for GET /v1/system: services with their processes, topics with their lag. */
export async function reportSystem(
  services: RunningService[],
  pipeline: Pipeline,
  topicLog: TopicLog,
): Promise<SystemReport> {
  return {
    services: await Promise.all(services.map(reportService)),
    topics: await Promise.all(
      pipeline.topics.map(async ({ name }) => {
        const groups = pipeline.sources
          .filter(({ topics }) => topics.includes(name))
          .map(async ({ group }) => ({
            name: group,
            // An unavailable log must not fail the rest of the report.
            lag: await topicLog.lag(name, group).catch(() => null),
          }))
        return { name, groups: await Promise.all(groups) }
      }),
    ),
  }
}

async function reportService({ plan, pool, supervisor }: RunningService) {
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
      supervisor.processes().map(async ({ pid }) => ({ pid, ...(await usageOf(pid)) })),
    ),
  }
}
