import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import { requiredTokenOf } from '../../functions/shared/http/internal-token.ts'
import { endWith, run } from '../../functions/shared/process/run.ts'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { openOnKafka } from '../log/open-log.ts'
import { reportTopics } from '../log/report-topics.ts'
import { asBadSetting } from '../pipeline/bad-setting.ts'
import { createPod } from '../pipeline/pod.ts'
import { sinkSettings } from '../pipeline/pod-settings.ts'
import { readPipeline } from '../pipeline/read-pipeline.ts'
import { observeReplicas } from './kubernetes/replica-metrics.ts'
import { createServiceReport } from './kubernetes/service-report.ts'
import { createPipelineApp } from './pipeline-app.ts'

/** Time after SIGTERM in which requests still arrive, until every node knows that this pod ends. */
const lingerMs = 5000

/** The sinks of a pipeline as a process of its own, over Kafka. */
await run(async () => {
  const env = readEnv(sinkSettings, process.env)
  const pod = createPod('sink', env)
  const { metrics, tracer, logger, stopping } = pod
  const closing = new AbortController()
  stopping.addEventListener('abort', async () => {
    await pause(lingerMs)
    closing.abort()
  })
  const pipeline = await readPipeline(env.KNATIVE_DIR).catch(asBadSetting('KNATIVE_DIR'))
  const topicLog = await openOnKafka({ settings: env, pipeline, onFailure: endWith, logger })
  const reportServices = await createServiceReport(pipeline, logger)
  observeReplicas(metrics, reportServices)

  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    // Clients connect again, to another replica.
    if (stopping.aborted) c.header('connection', 'close')
  })
  app.route('/', pod.health)
  app.route(
    '/',
    createPipelineApp({
      ...{ topicLog, topics: pipeline.topics, metrics, tracer, logger },
      requiredToken: requiredTokenOf(env),
      async report() {
        const [services, topics] = await Promise.all([
          reportServices(),
          reportTopics(pipeline, topicLog),
        ])
        return { services, topics }
      },
    }),
  )
  await pod.serve({ app, topicLog, closing: closing.signal })
})
