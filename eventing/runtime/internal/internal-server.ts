import { Hono } from 'hono'
import { requireToken } from '../../../functions/shared/http/internal-token.ts'
import { createErrorHandler } from '../../../functions/shared/http/problem.ts'
import {
  closeServer,
  createAppServer,
  listen,
  slowClientLimits,
} from '../../../functions/shared/http/serve.ts'
import type { SystemReport } from '../../../functions/shared/http/system-api.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { TopicLog } from '../../log/topic-log.ts'
import { createSinkApp } from '../../sink/app.ts'
import type { TopicPlan } from '../pipeline/read-pipeline.ts'
import { urlOf } from '../service.ts'
import { statusForBrowser } from './refuse-browsers.ts'

export interface InternalServerDeps {
  /** Required from callers. */
  token: string
  topicLog: TopicLog
  topics: TopicPlan[]
  report: () => Promise<SystemReport>
  logger: Logger
}

/** Serves the runtime's own children and sources: a sink for each topic, and the system report. */
export async function startInternalServer(deps: InternalServerDeps) {
  const { token, topicLog, topics, report, logger } = deps
  const app = new Hono()
  app.use(async (c, next) => {
    const status = statusForBrowser(c.req.header('host'), c.req.header('origin'))
    return status === null ? next() : c.body(null, status)
  })
  app.use(requireToken(token))
  for (const { name: topic } of topics) {
    app.route(`/topics/${topic}`, createSinkApp({ log: topicLog, topic, logger }))
  }
  app.get('/system', async (c) => c.json(await report()))
  app.onError(createErrorHandler(logger))
  const server = createAppServer(app, slowClientLimits)
  await listen(server, '127.0.0.1', 0)
  const url = urlOf(server)
  return {
    sinkUrl: (topic: string) => `${url}/topics/${topic}`,
    systemUrl: `${url}/system`,
    /** Aborts running requests. */
    async close() {
      const closed = closeServer(server)
      server.closeAllConnections()
      await closed
    },
  }
}
