import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'

/** Twice kafkajs's request timeout: an answer still missing then was lost by kafkajs. */
export const droppedMs = 20_000

/** Result of `work`. Rejects with UnavailableError after `ms`, without cancelling the work. */
export async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new UnavailableError('Kafka did not answer in time'))
  }, ms)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}
