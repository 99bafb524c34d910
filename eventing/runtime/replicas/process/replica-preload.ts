import { subscribe } from 'node:diagnostics_channel'

/**
 * Preloaded into every replica, unknown to its function: tells the runtime when the process listens, and kills the
 * process when the runtime ends for any reason, so that no orphan stays behind.
 * https://nodejs.org/api/diagnostics_channel.html#net
 */
subscribe('tracing:net.server.listen:asyncEnd', () => {
  // Errors are ignored: the end of the runtime is handled below.
  process.send?.('listening', undefined, undefined, () => {})
})
// Not exit(), which would wait for the function's running native work.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()
