/** Why a request has no response. `other` is mostly a timeout. */
export type Failure = 'not-connected' | 'disconnected' | 'other'

/** https://nodejs.org/api/errors.html#common-system-errors, and undici's own codes. */
const withoutConnection = [
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  'UND_ERR_CONNECT_TIMEOUT',
]
/** ETIMEDOUT: the kernel has given up on a machine that acknowledges nothing. */
const endOfConnection = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET']

export function failureOf(error: unknown): Failure {
  // Node's result of trying several addresses of a host.
  if (error instanceof AggregateError) return 'not-connected'
  const field = (name: 'code' | 'syscall') =>
    error instanceof Error && name in error ? String(Reflect.get(error, name)) : ''
  if (field('syscall') === 'connect' || withoutConnection.includes(field('code'))) {
    return 'not-connected'
  }
  return endOfConnection.includes(field('code')) ? 'disconnected' : 'other'
}
