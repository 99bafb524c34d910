import type { ServicePlan, SourcePlan } from './read-pipeline.ts'

/** Names of other services that receive this service's events. */
export function downstreamOf(
  { name, sinks }: Pick<ServicePlan, 'name' | 'sinks'>,
  sources: Pick<SourcePlan, 'topics' | 'service'>[],
): Set<string> {
  const sent = Object.values(sinks)
  const receiving = sources.filter(({ topics }) => topics.some((topic) => sent.includes(topic)))
  return new Set(receiving.map(({ service }) => service).filter((service) => service !== name))
}
