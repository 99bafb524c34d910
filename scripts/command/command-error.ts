/** Expected failure of a command, not a bug; the message is shown to the user as it is. */
export class CommandError extends Error {
  override name = 'CommandError'
}
