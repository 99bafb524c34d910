/** Does what has the same key one after the other, in the order of the calls; what has none at once. */
export type InTurn = <T>(key: string | null, work: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>()

  return async (key, work) => {
    if (key === null) return work()
    const before = last.get(key) ?? Promise.resolve()
    // What became of the one before is its caller's business.
    const turn = before.then(work, work)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
