import { endWith, run } from '../../functions/shared/process/run.ts'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { observeLag } from '../log/lag-metrics.ts'
import { openOnKafka } from '../log/open-log.ts'
import { asBadSetting } from '../pipeline/bad-setting.ts'
import { downstreamOf } from '../pipeline/downstream.ts'
import { createPod } from '../pipeline/pod.ts'
import { sourceSettings, toMaxScale } from '../pipeline/pod-settings.ts'
import { readPipeline, type ServicePlan } from '../pipeline/read-pipeline.ts'
import { startSources } from './start-sources.ts'
import { createWaker } from './wake.ts'

/** Part of the grace that is left to commit and to leave the groups. */
const leaveMs = 5000

/** The sources of a pipeline as a process of its own, over Kafka. Several share the partitions of their topics. */
await run(async () => {
  const env = readEnv(sourceSettings, process.env)
  const pod = createPod('source', env)
  const { metrics, tracer, logger, stopping } = pod
  const cutOff = new AbortController()
  stopping.addEventListener('abort', () => {
    const graceMs = Math.max(env.TERMINATION_GRACE_SECONDS * 1000 - leaveMs, 0)
    setTimeout(() => cutOff.abort(new Error('stopping')), graceMs)
  })
  const pipeline = await readPipeline(env.KNATIVE_DIR, {
    defaultMaxScale: toMaxScale(env.MAX_SCALE),
  }).catch(asBadSetting('KNATIVE_DIR'))
  const topicLog = await openOnKafka({ settings: env, pipeline, onFailure: endWith, logger })
  observeLag(metrics, pipeline, topicLog)
  const token = env.INTERNAL_TOKEN
  const urlOf = (service: string) => env.SERVICE_URL.replace('{service}', service)

  /** Wakers of the services that get the events of a service, if they scale to zero. */
  function wakersOf(plan: ServicePlan) {
    const next = downstreamOf(plan, pipeline.sources)
    return pipeline.services
      .filter(({ name, scale }) => next.has(name) && scale.minScale === 0)
      .map(({ name }) => createWaker({ url: urlOf(name), token, stopping, logger }))
  }

  const sources = pipeline.services.map((plan) => {
    const wakers = wakersOf(plan)
    return startSources(plan, pipeline.sources, {
      ...{ url: urlOf(plan.name), isShared: true, topicLog, token, metrics, tracer, logger },
      cutOff: cutOff.signal,
      sinkUrl: (topic) => `${env.SINK_URL.replace(/\/$/, '')}/${topic}`,
      onBusy() {
        for (const wake of wakers) wake()
      },
    })
  })
  await pod.serve({
    ...{ app: pod.health, topicLog },
    close: () => Promise.all(sources.map((each) => each.close())),
  })
})
