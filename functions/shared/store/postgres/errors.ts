import { DatabaseError } from 'pg'
import { SettingsError } from '../../settings/env.ts'
import { StoreUnavailableError } from '../store.ts'

/**
 * What goes away by itself or by the operator's hand: no bug of ours, and no fault of the caller.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailable = [
  '08', // connection exception
  '25006', // read-only
  '25P03', // a transaction that stood still was ended
  '28', // not let in any more
  '3D000', // the database is gone
  '40', // deadlock, serialization
  '53', // disk full, memory, too many connections
  '55P03', // a lock is not had in time
  '57', // shut down, starting up, cancelled
  '58', // system error
  'XX001', // damaged
  'XX002', // a damaged index
]
/** Trying again at once may do: the connection was lost, is not to be had yet, or another transaction won. */
const passing = ['08', '25P03', '40', '53300', '57P']

const isAmong = (codes: string[], code = '') => codes.some((prefix) => code.startsWith(prefix))

/** Calls the driver; a database that cannot be used now is a StoreUnavailableError. */
export async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    // What the driver says and the server did not is of the connection.
    if (error instanceof DatabaseError && !isAmong(unavailable, error.code)) throw error
    throw new StoreUnavailableError(`The store cannot be used: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

export function isPassing(error: unknown): boolean {
  if (!(error instanceof StoreUnavailableError && error.cause)) return false
  return !(error.cause instanceof DatabaseError) || isAmong(passing, error.cause.code)
}

/** What the server or the system said, without our own words around it; never a password. */
export function messageOf(error: unknown): string {
  if (error instanceof StoreUnavailableError && error.cause) return messageOf(error.cause)
  // A name with several addresses of which none answers: https://nodejs.org/api/net.html
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

/** The database is not one that a store can be in, and no waiting mends that. */
export function unusable(reason: string): SettingsError {
  return new SettingsError(`DATABASE_URL cannot be used: ${reason}`)
}
