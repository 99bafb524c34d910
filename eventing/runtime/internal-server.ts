import { Hono } from 'hono'
import { requireToken } from '../../functions/shared/internal-token.ts'
import type { Log } from '../../functions/shared/log.ts'
import { createErrorHandler, Problem, toProblemResponse } from '../../functions/shared/problem.ts'
import {
  closeServer,
  createAppServer,
  listen,
  slowClientLimits,
} from '../../functions/shared/serve.ts'
import type { SystemReport } from '../../functions/shared/system-api.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { createSinkApp } from '../sink/app.ts'
import { statusForBrowser } from './from-inside.ts'
import type { TopicPlan } from './read-pipeline.ts'
import { urlOf } from './service.ts'

export interface InternalServerDeps {
  /** What callers have to show. */
  token: string
  topicLog: TopicLog
  topics: TopicPlan[]
  report: () => Promise<SystemReport>
  log: Log
}

/**
 * What only the runtime's own children and sources call: a sink for each topic, the records to be forgotten,
 * and the system's report.
 */
export async function startInternalServer(deps: InternalServerDeps) {
  const { token, topicLog, topics, report, log } = deps
  const app = new Hono()
  app.use(async (c, next) => {
    const status = statusForBrowser(c.req.header('host'), c.req.header('origin'))
    return status === null ? next() : c.body(null, status)
  })
  app.use(requireToken(token))
  for (const { name, maxMessageBytes } of topics) {
    const sink = { log: topicLog, topic: name, maxEventBytes: maxMessageBytes, logger: log }
    app.route(`/topics/${name}`, createSinkApp(sink))
  }
  const { forget } = topicLog
  app.delete('/records', async (c) => {
    if (!forget) return c.notFound()
    const keyPrefix = c.req.query('keyPrefix')
    if (!keyPrefix) {
      const problem = new Problem(400, 'invalid-request', 'Expected keyPrefix to be a text')
      return toProblemResponse(c, problem)
    }
    await forget(keyPrefix)
    return c.body(null, 204)
  })
  app.get('/system', async (c) => c.json(await report()))
  app.onError(createErrorHandler(log))
  const server = createAppServer(app, slowClientLimits)
  await listen(server, '127.0.0.1', 0)
  const url = urlOf(server)
  return {
    sinkUrl: (topic: string) => `${url}/topics/${topic}`,
    systemUrl: `${url}/system`,
    /** Null where records end by retention alone. */
    recordsUrl: forget && `${url}/records`,
    /** For when nobody needs an answer any more: what is under way is cut off. */
    async close() {
      const closed = closeServer(server)
      server.closeAllConnections()
      await closed
    },
  }
}
