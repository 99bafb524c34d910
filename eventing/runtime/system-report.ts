import { readFile } from 'node:fs/promises'
import type { SystemReport } from '../../functions/shared/api.ts'
import type { TopicLog } from '../log/topic-log.ts'
import type { Pipeline } from './read-pipeline.ts'
import type { RunningService } from './service.ts'

/** What runs and what waits, for GET /v1/system. */
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
          .map(async ({ group }) => ({ name: group, lag: await topicLog.lag(name, group) }))
        return { name, groups: await Promise.all(groups) }
      }),
    ),
  }
}

async function reportService({ plan, pool, supervisor, replicas }: RunningService) {
  const { ready, inFlight, waiting } = pool.stats()
  return {
    name: plan.name,
    replicas: ready,
    wanted: replicas,
    inFlight,
    waiting,
    restarts: supervisor.restarts(),
    processes: await Promise.all(
      supervisor.processes().map(async ({ pid }) => ({ pid, ...(await usageOf(pid)) })),
    ),
  }
}

/** From Linux's /proc; null on other systems and for a process that has just ended. */
async function usageOf(pid: number) {
  try {
    const [status, stat] = await Promise.all(
      ['status', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
    )
    const rssKiB = Number(status?.match(/^VmRSS:\s+(\d+) kB/m)?.[1])
    // Fields after the command's name, which may hold spaces itself: utime and stime in ticks of 10 ms.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
    const ticks = Number(fields[11]) + Number(fields[12])
    return { rssBytes: rssKiB * 1024, cpuSeconds: ticks / 100 }
  } catch {
    return { rssBytes: null, cpuSeconds: null }
  }
}
