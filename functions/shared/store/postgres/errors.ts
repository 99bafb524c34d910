import { DatabaseError } from 'pg'
import { SettingsError } from '../../settings/env.ts'
import { StoreUnavailableError } from '../store.ts'

/**
 * Errors that disappear by themselves or by an operator's action: neither a bug nor an error of the caller.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailable = [
  '08', // connection exception
  '25006', // read-only
  '25P03', // idle transaction ended
  '28', // authorization revoked
  '3D000', // database dropped
  '40', // deadlock, serialization
  '53', // disk full, memory, too many connections
  '55P03', // lock timeout
  '57', // shutting down, starting up, cancelled
  '58', // system error
  'XX001', // data corrupted
  'XX002', // index corrupted
]
/** An immediate retry may succeed: connection lost, no free connection yet, or serialization failure. */
const transient = ['08', '25P03', '40', '53300', '57P']

const isAmong = (codes: string[], code = '') => codes.some((prefix) => code.startsWith(prefix))

/** Calls the driver; throws StoreUnavailableError if the database is unavailable. */
export async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    // Errors of the driver that are not from the server concern the connection.
    if (error instanceof DatabaseError && !isAmong(unavailable, error.code)) throw error
    throw new StoreUnavailableError(`The store cannot be used: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

export function isTransient(error: unknown): boolean {
  if (!(error instanceof StoreUnavailableError && error.cause)) return false
  return !(error.cause instanceof DatabaseError) || isAmong(transient, error.cause.code)
}

/** Message of the server or the system, without our prefix; never contains a password. */
export function messageOf(error: unknown): string {
  if (error instanceof StoreUnavailableError && error.cause) return messageOf(error.cause)
  // A host name with several addresses, all unreachable: https://nodejs.org/api/net.html
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

/** Error for a database that cannot hold a store; a retry cannot help. */
export function unusable(reason: string): SettingsError {
  return new SettingsError(`DATABASE_URL cannot be used: ${reason}`)
}
