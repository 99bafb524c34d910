/**
 * Runs work with the same key sequentially, in call order; work without a key immediately. The next work with the key
 * also waits for what `until` gives for the result.
 */
export type KeyedMutex = <T>(
  key: string | null,
  work: () => Promise<T>,
  until?: (result: T) => Promise<void>,
) => Promise<T>

export function createKeyedMutex(): KeyedMutex {
  const lastByKey = new Map<string, Promise<unknown>>()

  return async (key, work, until) => {
    if (key === null) return work()
    const previous = lastByKey.get(key) ?? Promise.resolve()
    const result = previous.then(work)
    // The caller handles a rejection.
    const released = result.then(until).catch(() => {})
    lastByKey.set(key, released)
    void released.then(() => {
      if (lastByKey.get(key) === released) lastByKey.delete(key)
    })
    return result
  }
}
