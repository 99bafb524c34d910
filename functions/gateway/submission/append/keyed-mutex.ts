/** Runs work with the same key sequentially, in call order; work without a key immediately. */
export type KeyedMutex = <T>(key: string | null, work: () => Promise<T>) => Promise<T>

export function createKeyedMutex(): KeyedMutex {
  const lastByKey = new Map<string, Promise<unknown>>()

  return async (key, work) => {
    if (key === null) return work()
    const previous = lastByKey.get(key) ?? Promise.resolve()
    // The caller of the previous work handles its rejection.
    const current = previous.then(work, work)
    lastByKey.set(key, current)
    try {
      return await current
    } finally {
      if (lastByKey.get(key) === current) lastByKey.delete(key)
    }
  }
}
