import { Hono } from 'hono'
import {
  closeServer,
  createAppServer,
  listen,
  slowClientLimits,
  urlOf,
} from '../../../functions/shared/http/serve.ts'
import { createPipelineApp, type PipelineAppDeps } from '../../sink/pipeline-app.ts'
import { statusForBrowser } from './refuse-browsers.ts'

export interface InternalServerDeps extends Omit<PipelineAppDeps, 'requiredToken'> {
  /** Required from callers. */
  token: string
}

/** Serves the runtime's own children and sources: a sink for each topic, the system report and its history. */
export async function startInternalServer({ token, ...deps }: InternalServerDeps) {
  const app = new Hono()
  app.use(async (c, next) => {
    const status = statusForBrowser(c.req.header('host'), c.req.header('origin'))
    return status === null ? next() : c.body(null, status)
  })
  app.route('/', createPipelineApp({ ...deps, requiredToken: token }))
  const server = createAppServer(app, slowClientLimits)
  await listen(server, '127.0.0.1', 0)
  const url = urlOf(server)
  return {
    sinkUrl: (topic: string) => `${url}/${topic}`,
    systemUrl: `${url}/system`,
    /** Aborts running requests. */
    async close() {
      const closed = closeServer(server)
      server.closeAllConnections()
      await closed
    },
  }
}
