import { subscribe } from 'node:diagnostics_channel'

/**
 * Preloaded into every replica, whose function knows nothing of it: tells the runtime when it listens, and
 * ends when the runtime has gone, however it went, so that no process stays behind.
 * https://nodejs.org/api/diagnostics_channel.html#net
 */
subscribe('tracing:net.server.listen:asyncEnd', () => {
  // A runtime that has gone needs no answer, and its end is seen below.
  process.send?.('listening', undefined, undefined, () => {})
})
// Not exit(): that would wait for native work that a function has under way.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()
