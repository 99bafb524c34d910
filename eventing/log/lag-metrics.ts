import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import type { Pipeline } from '../pipeline/read-pipeline.ts'
import type { TopicLog } from './topic-log.ts'

/** Measures the lag of each group at each scrape. */
export function observeLag(
  metrics: Metrics,
  { sources }: Pick<Pipeline, 'sources'>,
  topicLog: Pick<TopicLog, 'lag'>,
): void {
  const read = sources.flatMap(({ topics, group }) => topics.map((topic) => ({ topic, group })))
  metrics.observe('glyphflow.log.lag', () =>
    Promise.all(
      read.map(async ({ topic, group }) => ({
        labels: { topic, group },
        value: await topicLog.lag(topic, group).catch(() => Number.NaN),
      })),
    ),
  )
}
