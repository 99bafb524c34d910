import type { SystemHistory, SystemReport } from '../../../functions/shared/http/system-api.ts'
import type { ServicePlan } from '../../pipeline/read-pipeline.ts'
import type { RunningService } from '../service.ts'

type Topics = SystemReport['topics']

/** State of the system at a time. */
export interface Sample {
  services: {
    name: string
    wanted: number
    ready: number
    busy: number
    inFlight: number
    waiting: number
  }[]
  topics: Topics
}

/** What the history needs of a service. */
export type SampledService = Pick<RunningService, 'plan' | 'pool' | 'supervisor'>

export function sampleService({ plan, pool, supervisor }: SampledService) {
  return { name: plan.name, wanted: supervisor.wanted(), ...pool.stats() }
}

/**
 * Whether the system stays as it is until a request: no service has a request, or more replicas than it keeps. A public
 * service has requests of its own accord.
 */
export function isAtRest(
  { services }: Sample,
  plans: (Pick<ServicePlan, 'name' | 'public'> & { scale: { minScale: number } })[],
): boolean {
  return services.every(({ name, wanted, inFlight, waiting }) => {
    const plan = plans.find((each) => each.name === name)
    return plan?.public || (wanted === plan?.scale.minScale && inFlight + waiting === 0)
  })
}

/** Numbers of a sample in the order of `toColumns`, with `rates` of its topics. */
export function toRow({ services, topics }: Sample, rates: (number | null)[]): (number | null)[] {
  return [
    ...services.flatMap((each) => [
      ...[each.wanted, each.ready, each.busy],
      ...[each.inFlight, each.waiting],
    ]),
    ...topics.flatMap(({ groups }, index) => [
      rates[index] ?? null,
      ...groups.map(({ lag }) => lag),
    ]),
  ]
}

/** Turns rows into lists by service and topic; `names` is any sample of the same system. */
export function toColumns(
  names: Sample,
  rows: (number | null)[][],
): Pick<SystemHistory, 'services' | 'topics'> {
  let column = 0
  const next = () => {
    const at = column++
    return rows.map((row) => row[at] ?? null)
  }
  return {
    services: names.services.map(({ name }) => ({
      ...{ name, wanted: next(), ready: next(), busy: next() },
      ...{ inFlight: next(), waiting: next() },
    })),
    topics: names.topics.map(({ name, groups }) => ({
      ...{ name, rate: next() },
      groups: groups.map((group) => ({ name: group.name, lag: next() })),
    })),
  }
}
