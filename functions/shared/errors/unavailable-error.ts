/** A dependency (store, sink) is temporarily unavailable: nothing was done; retry soon. */
export class UnavailableError extends Error {
  override name = 'UnavailableError'
}
