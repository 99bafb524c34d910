import type { System } from '../../functions/shared/http/system-api.ts'

export type Service = NonNullable<System['services']>[number]
export type ReplicaProcess = NonNullable<Service['processes']>[number]

interface Words {
  task: string
  /** What waits for the service. */
  queue: string
}

const known: Record<string, Words> = {
  ocr: { task: 'reads pages', queue: 'Pages waiting' },
  results: { task: 'stores texts', queue: 'Texts waiting' },
  gateway: { task: 'serves this page and the API', queue: 'Requests in progress' },
}

export function wordsOf(name: string): Words {
  return known[name] ?? { task: '', queue: 'Waiting' }
}

/** In the order in which a page passes through them, except that the one most asked for is first. */
export function inOrder(services: readonly Service[]): Service[] {
  const rank = ({ name }: Service) => Object.keys(known).indexOf(name) >>> 0
  return services.toSorted((a, b) => rank(a) - rank(b))
}

/** `2 of 3 busy`, `starting`, `asleep`. */
export function stateOf({ replicas, wanted, processes }: Service): string {
  const busy = processes?.filter(({ state }) => state === 'busy').length ?? 0
  if (replicas === 0) return wanted > 0 ? 'starting' : 'asleep'
  return busy > 0 ? `${busy} of ${replicas} busy` : `${replicas} ready`
}

/** A service that serves requests of its own accord has one from each open page: that does not make it busy. */
export function withoutStreams(service: Service, topics: System['topics']): Service {
  const isFed = topics?.some(({ groups }) => groups.some((each) => each.service === service.name))
  if (isFed) return service
  const processes = service.processes?.map((each) => ({
    ...each,
    ...(each.state === 'busy' && { state: 'ready' as const }),
  }))
  return { ...service, processes: processes ?? null }
}

/** Sum over the processes; null if any is unknown, or there is no list. */
export function sumOf(
  { processes }: Pick<Service, 'processes'>,
  value: (process: ReplicaProcess) => number | null | undefined,
): number | null {
  if (processes === null) return null
  const values = processes.map(value)
  const isKnown = values.every((each) => each != null)
  return isKnown ? values.reduce<number>((sum, each) => sum + (each ?? 0), 0) : null
}
