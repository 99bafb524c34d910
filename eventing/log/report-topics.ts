import type { SystemReport } from '../../functions/shared/http/system-api.ts'
import type { Pipeline } from '../pipeline/read-pipeline.ts'
import type { TopicLog } from './topic-log.ts'

/** Topics of a pipeline: what was appended, and the lag of each group. Null while the log is unavailable. */
export function reportTopics(
  { topics, sources }: Pick<Pipeline, 'topics' | 'sources'>,
  topicLog: Pick<TopicLog, 'lag' | 'appended'>,
): Promise<SystemReport['topics']> {
  return Promise.all(
    topics.map(async ({ name }) => {
      const groups = sources
        .filter(({ topics }) => topics.includes(name))
        .map(async ({ group, service }) => ({
          ...{ name: group, service },
          lag: await topicLog.lag(name, group).catch(() => null),
        }))
      const records = topicLog.appended(name).catch(() => null)
      return { name, records: await records, groups: await Promise.all(groups) }
    }),
  )
}
