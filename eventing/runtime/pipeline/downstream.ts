import type { ServicePlan, SourcePlan } from './read-pipeline.ts'

/** The other services that a source brings to what this one sends. */
export function downstreamOf(
  { name, sinkTopic }: Pick<ServicePlan, 'name' | 'sinkTopic'>,
  sources: Pick<SourcePlan, 'topics' | 'service'>[],
): Set<string> {
  const reading = sources.filter(({ topics }) => sinkTopic !== null && topics.includes(sinkTopic))
  return new Set(reading.map(({ service }) => service).filter((service) => service !== name))
}
