/**
 * Preloaded into every child: it ends when the runtime has gone, however it went, so that no process stays
 * behind. The function itself knows nothing of this.
 */
process.once('disconnect', () => process.exit(1))
process.channel?.unref()
