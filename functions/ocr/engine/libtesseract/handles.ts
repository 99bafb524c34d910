/** A handle takes 20 to 50 MB for each of its languages, and any of them may be asked for in any order. */
const maxKept = 4

export interface HandleSource<Handle> {
  open: (language: string) => Promise<Handle>
  close: (handle: Handle) => void
}

/** A handle for each language that was asked for, the latest of them kept. One is used at a time. */
export function createHandles<Handle>({ open, close }: HandleSource<Handle>) {
  /** The latest used last. */
  const kept = new Map<string, Promise<Handle>>()

  async function drop(language: string): Promise<void> {
    const opening = kept.get(language)
    kept.delete(language)
    await opening?.then(close, () => {})
  }

  return {
    /** Rejects where the language cannot be loaded, each time anew. */
    async for(language: string): Promise<Handle> {
      const handle = kept.get(language) ?? open(language)
      kept.delete(language)
      kept.set(language, handle)
      handle.catch(() => {
        if (kept.get(language) === handle) kept.delete(language)
      })
      const [oldest] = kept.keys()
      if (kept.size > maxKept && oldest !== undefined) await drop(oldest)
      return handle
    },
    async close(): Promise<void> {
      for (const language of [...kept.keys()]) await drop(language)
    },
  }
}
