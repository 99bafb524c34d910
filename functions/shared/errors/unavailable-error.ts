/** What the work stands on (store, sink) is away and comes back: nothing was done, and it is to be tried again soon. */
export class UnavailableError extends Error {
  override name = 'UnavailableError'
}
