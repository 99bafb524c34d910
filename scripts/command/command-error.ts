/** What ends a command, and is no mistake of ours: its message says to a person all that there is to say. */
export class CommandError extends Error {
  override name = 'CommandError'
}
