/** The event can never succeed, however often it is redelivered; it belongs in the dead letters. */
export class PermanentError extends Error {
  override name = 'PermanentError'
}
