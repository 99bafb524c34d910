import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import type { Pipeline } from '../pipeline/read-pipeline.ts'
import { reportTopics } from './report-topics.ts'
import type { TopicLog } from './topic-log.ts'

/** Measures the lag of each group at each scrape. */
export function observeLag(
  metrics: Metrics,
  pipeline: Pick<Pipeline, 'topics' | 'sources'>,
  topicLog: Pick<TopicLog, 'lag' | 'appended'>,
): void {
  metrics.observe('glyphflow.log.lag', async () => {
    const topics = await reportTopics(pipeline, topicLog)
    return topics.flatMap(({ name: topic, groups }) =>
      groups.map(({ name: group, lag }) => ({
        labels: { topic, group },
        value: lag ?? Number.NaN,
      })),
    )
  })
}
