/** The event can never succeed, even if redelivered; it belongs in the dead letters. */
export class PermanentError extends Error {
  override name = 'PermanentError'
}
