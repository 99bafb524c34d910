import { isTlsFault } from '../../../../functions/shared/errors/tls-fault.ts'
import { SettingsError } from '../../../../functions/shared/settings/env.ts'
import type { KafkaConnection } from './kafkajs.ts'

/** What kafkajs says of an error, or of one that it was caused by. */
interface KafkaFault {
  name: string
  message: string
  /** The protocol's name of it. https://kafka.apache.org/protocol#protocol_error_codes */
  type?: unknown
}

/** An error and all that caused it. */
function faultsOf(error: unknown): KafkaFault[] {
  const faults: KafkaFault[] = []
  for (let at = error; at instanceof Error && faults.length < 10; at = at.cause) faults.push(at)
  return faults
}

/** Whether Kafka answered, with any error of its protocol. */
export function isAnswer(error: unknown): boolean {
  return faultsOf(error).some(({ type }) => typeof type === 'string')
}

/** Whether Kafka answered with this error of its protocol. */
export function isFault(error: unknown, type: string): boolean {
  return faultsOf(error).some((fault) => fault.type === type)
}

/** What to tell a person of settings that Kafka will never take; null for what may be otherwise the next time. */
export function toSettingsError(
  error: unknown,
  { brokers, sasl }: KafkaConnection,
): SettingsError | null {
  if (error instanceof SettingsError) return error
  const at = `Kafka at ${brokers.join(',')}`
  for (const fault of faultsOf(error)) {
    const { name, message, type } = fault
    if (name === 'KafkaJSSASLAuthenticationError') {
      const user = sasl ? `KAFKA_SASL_USERNAME ${sasl.username}` : 'a client without a name'
      return new SettingsError(`${at} does not let ${user} in: ${message}`)
    }
    if (isTlsFault(fault)) {
      return new SettingsError(
        `${at} cannot be trusted: ${message}. Look at KAFKA_SSL and KAFKA_SSL_CA`,
      )
    }
    if (typeof type === 'string' && type.endsWith('AUTHORIZATION_FAILED')) {
      return new SettingsError(`${at} does not allow this: ${message}. Look at its ACLs`)
    }
  }
  return null
}
