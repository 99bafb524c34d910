import { Hono } from 'hono'
import { requireToken } from '../../functions/shared/http/internal-token.ts'
import { createErrorHandler } from '../../functions/shared/http/problem.ts'
import type { SystemHistory, SystemReport } from '../../functions/shared/http/system-api.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import type { Tracer } from '../../functions/shared/telemetry/spans.ts'
import type { TopicLog } from '../log/topic-log.ts'
import type { TopicPlan } from '../pipeline/read-pipeline.ts'
import { createSinkApp } from './app.ts'

export interface PipelineAppDeps {
  /** INTERNAL_TOKEN if callers must authenticate, otherwise null. */
  requiredToken: string | null
  topicLog: Pick<TopicLog, 'append'>
  topics: TopicPlan[]
  report: () => Promise<SystemReport>
  /** Samples after a time, Unix ms; absent if there is no history. */
  history?: (after: number) => Promise<SystemHistory>
  metrics?: Metrics | undefined
  tracer?: Tracer | undefined
  logger: Logger
}

/**
 * Serves the functions of a pipeline: `POST /<topic>` is the topic's sink, `GET /system` the system report, and
 * `GET /system/history` what it was.
 */
export function createPipelineApp(deps: PipelineAppDeps): Hono {
  const { requiredToken, topicLog, topics, report, history, metrics, tracer, logger } = deps
  const app = new Hono()
  if (requiredToken !== null) app.use(requireToken(requiredToken))
  for (const { name: topic } of topics) {
    app.route(`/${topic}`, createSinkApp({ log: topicLog, topic, metrics, tracer, logger }))
  }
  app.get('/system', async (c) => c.json(await report()))
  if (history) {
    app.get('/system/history', async (c) =>
      c.json(await history(Number(c.req.query('after') ?? 0))),
    )
  }
  app.onError(createErrorHandler(logger))
  return app
}
