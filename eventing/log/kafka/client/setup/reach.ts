import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import type { Logger } from '../../../../../functions/shared/process/logger.ts'
import { toSettingsError } from '../errors.ts'
import type { KafkaConnection } from '../kafkajs.ts'

export interface ReachOptions {
  kafka: Kafka
  connection: KafkaConnection
  /** Retried until it succeeds. */
  prepare: (admin: Admin) => Promise<void>
  stopping: AbortSignal
  logger: Logger
}

const retryMs = 1000
const logIntervalMs = 5000

/**
 * Resolves when Kafka is connected and prepared. Retries and logs while it is unreachable. Throws SettingsError for a
 * permanent failure.
 */
export async function reachKafka(options: ReachOptions): Promise<void> {
  const { kafka, connection, prepare, stopping, logger } = options
  const { brokers } = connection
  let loggedMs = Number.NEGATIVE_INFINITY
  for (;;) {
    stopping.throwIfAborted()
    const admin = kafka.admin()
    try {
      await admin.connect()
      await prepare(admin)
      if (loggedMs > 0) logger.info({ brokers }, 'connected to Kafka')
      return
    } catch (error) {
      const settingsError = toSettingsError(error, connection)
      if (settingsError) throw settingsError
      if (performance.now() - loggedMs >= logIntervalMs) {
        loggedMs = performance.now()
        logger.warn({ brokers, reason: String(error) }, 'waiting for Kafka')
      }
    } finally {
      admin.disconnect().catch(() => {})
    }
    await pause(retryMs, undefined, { signal: stopping })
  }
}
