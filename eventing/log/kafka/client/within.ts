import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'

/** Twice what Kafka may take for an answer: whoever waits longer has been forgotten by kafkajs. */
export const forgottenMs = 20_000

/** What `work` comes to; rejects with UnavailableError where it takes longer, and lets it go on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new UnavailableError('Kafka did not answer in time'))
  }, ms)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}
