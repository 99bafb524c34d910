import { createLogger } from '../process/logger.ts'
import { platform, readEnv, settings } from '../settings/env.ts'
import { healthRoutes } from './health.ts'
import { serve, stopSignal } from './serve.ts'

/**
 * Answers probes until the process is stopped, alive and not ready, so that Knative sends no requests. A SinkBinding
 * that comes later changes the Service: Knative starts other pods, with K_SINK, and stops this one.
 */
export async function serveWithoutSink(env: Record<string, string | undefined>): Promise<void> {
  const { HOST, PORT, LOG_LEVEL, K_SERVICE = '' } = readEnv(settings.extend(platform.shape), env)
  const reason = `K_SINK is not set: Service ${K_SERVICE} waits for a SinkBinding`
  const app = healthRoutes(() => reason)
  await serve({ app, host: HOST, port: PORT, stopping: stopSignal() })
  createLogger(K_SERVICE, LOG_LEVEL).warn(`${reason}, and is not ready until then`)
}
