/** Ctrl-C and SIGTERM end this process once it is cleaned up; returns how to take that back. */
export function cleanUpOnSignal(cleanUp: () => Promise<void>): () => void {
  const end = () => void cleanUp().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end)
  }
}
