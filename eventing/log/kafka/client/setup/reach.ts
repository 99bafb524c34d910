import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import type { Logger } from '../../../../../functions/shared/process/logger.ts'
import { toSettingsError } from '../errors.ts'
import type { KafkaConnection } from '../kafkajs.ts'

export interface ReachOptions {
  kafka: Kafka
  connection: KafkaConnection
  /** What is to be done there first; tried again until it succeeds. */
  prepare: (admin: Admin) => Promise<void>
  stopping: AbortSignal
  logger: Logger
}

const againMs = 1000
const sayAgainMs = 5000

/**
 * Resolves when Kafka has answered and everything there is prepared. Waits for as long as it is away, and says
 * so. Throws SettingsError for what waiting cannot mend.
 */
export async function reachKafka(options: ReachOptions): Promise<void> {
  const { kafka, connection, prepare, stopping, logger } = options
  const { brokers } = connection
  let saidMs = Number.NEGATIVE_INFINITY
  for (;;) {
    stopping.throwIfAborted()
    const admin = kafka.admin()
    try {
      await admin.connect()
      await prepare(admin)
      if (saidMs > 0) logger.info({ brokers }, 'connected to Kafka')
      return
    } catch (error) {
      const settingsError = toSettingsError(error, connection)
      if (settingsError) throw settingsError
      if (performance.now() - saidMs >= sayAgainMs) {
        saidMs = performance.now()
        logger.warn({ brokers, reason: String(error) }, 'waiting for Kafka')
      }
    } finally {
      admin.disconnect().catch(() => {})
    }
    await pause(againMs, undefined, { signal: stopping })
  }
}
