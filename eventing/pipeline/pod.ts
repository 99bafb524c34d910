import { healthRoutes } from '../../functions/shared/http/health.ts'
import { serve, stopSignal } from '../../functions/shared/http/serve.ts'
import { createLogger } from '../../functions/shared/process/logger.ts'
import { createTelemetry } from '../../functions/shared/telemetry/telemetry.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { asBadSetting } from './bad-setting.ts'
import type { PodSettings } from './pod-settings.ts'

interface ServeOptions {
  app: Parameters<typeof serve>[0]['app']
  topicLog: Pick<TopicLog, 'ready' | 'close'>
  /** Aborts when no request is accepted any more; the stop itself by default. */
  closing?: AbortSignal
  /** Called after the last response, before the log is closed. */
  close?: () => Promise<unknown>
}

/**
 * A part of the pipeline as a process of its own, over Kafka. Its `/readyz` answers 503 with the reason until Kafka is
 * connected, and after a stop.
 */
export function createPod(name: string, env: PodSettings) {
  const logger = createLogger(name, env.LOG_LEVEL)
  const telemetry = createTelemetry(name)
  const stopping = stopSignal()
  let notReady: string | null = 'Kafka is not connected'
  // Before anything is awaited: the signal may come during the start.
  stopping.addEventListener('abort', () => {
    notReady = 'stopping'
  })
  return {
    ...{ logger, stopping, health: healthRoutes(() => notReady) },
    ...{ metrics: telemetry.metrics, tracer: telemetry.tracer },
    /** Serves the app until it is closed; resolves when Kafka is connected. Throws SettingsError for a port in use. */
    async serve({ app, topicLog, closing = stopping, close }: ServeOptions): Promise<void> {
      await serve({
        ...{ app, host: env.HOST, port: env.PORT, stopping: closing },
        async close() {
          await close?.()
          await topicLog.close()
          await telemetry.close()
          logger.info('stopped')
          process.exit(0)
        },
      }).catch(asBadSetting(`${env.HOST}:${env.PORT}, from HOST and PORT,`))
      await telemetry
        .open({ port: env.METRICS_PORT, host: env.HOST, logger })
        .catch(asBadSetting(`${env.HOST}:${env.METRICS_PORT}, from METRICS_PORT,`))
      // A stop ends the wait, too.
      await topicLog.ready.catch((error) => {
        if (!stopping.aborted) throw error
      })
      if (stopping.aborted) return
      notReady = null
      logger.info('connected to Kafka')
    },
  }
}
