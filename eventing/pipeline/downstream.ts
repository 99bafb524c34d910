import type { ServicePlan, SourcePlan } from './read-pipeline.ts'

/** Names of other services that receive this service's events. */
export function downstreamOf(
  { name, sinkTopic }: Pick<ServicePlan, 'name' | 'sinkTopic'>,
  sources: Pick<SourcePlan, 'topics' | 'service'>[],
): Set<string> {
  const reading = sources.filter(({ topics }) => sinkTopic !== null && topics.includes(sinkTopic))
  return new Set(reading.map(({ service }) => service).filter((service) => service !== name))
}
