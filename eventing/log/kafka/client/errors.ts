import { isTlsFault } from '../../../../functions/shared/errors/tls-fault.ts'
import { SettingsError } from '../../../../functions/shared/settings/env.ts'
import type { KafkaConnection } from './kafkajs.ts'

/** An error of kafkajs, or its cause. */
interface KafkaFault {
  name: string
  message: string
  /** Kafka protocol error. https://kafka.apache.org/protocol#protocol_error_codes */
  type?: unknown
}

/** An error and its chain of causes. */
function faultsOf(error: unknown): KafkaFault[] {
  const faults: KafkaFault[] = []
  for (let at = error; at instanceof Error && faults.length < 10; at = at.cause) faults.push(at)
  return faults
}

/** Whether Kafka answered, with any protocol error. */
export function isAnswer(error: unknown): boolean {
  return faultsOf(error).some(({ type }) => typeof type === 'string')
}

/** Whether Kafka answered with this protocol error. */
export function isFault(error: unknown, type: string): boolean {
  return faultsOf(error).some((fault) => fault.type === type)
}

/** Whether Kafka refused a commit because a rebalance has ended the member's generation. */
export function isOutdated(error: unknown): boolean {
  const types = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID']
  return types.some((type) => isFault(error, type))
}

/** SettingsError for settings that Kafka permanently rejects; null for any other error, which is temporary. */
export function toSettingsError(
  error: unknown,
  { brokers, sasl }: KafkaConnection,
): SettingsError | null {
  if (error instanceof SettingsError) return error
  const at = `Kafka at ${brokers.join(',')}`
  for (const fault of faultsOf(error)) {
    const { name, message, type } = fault
    if (name === 'KafkaJSSASLAuthenticationError') {
      const user = sasl ? `KAFKA_SASL_USERNAME ${sasl.username}` : 'an anonymous client'
      return new SettingsError(`${at} does not authenticate ${user}: ${message}`)
    }
    if (isTlsFault(fault)) {
      return new SettingsError(
        `${at} cannot be trusted: ${message}. Check KAFKA_SSL and KAFKA_SSL_CA`,
      )
    }
    if (typeof type === 'string' && type.endsWith('AUTHORIZATION_FAILED')) {
      return new SettingsError(`${at} does not authorize this: ${message}. Check its ACLs`)
    }
  }
  return null
}
