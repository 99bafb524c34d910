/** Each handle takes 20 to 50 MB for each of its languages, and pages come in any of them. */
const maxHandles = 4

export interface HandleSource<Handle> {
  open: (language: string) => Promise<Handle>
  close: (handle: Handle) => void
}

/** Cache of handles by language, least recently used first out. Handles must be used one at a time. */
export function createHandles<Handle>({ open, close }: HandleSource<Handle>) {
  /** In order of use, the most recent one last. */
  const handles = new Map<string, Promise<Handle>>()

  async function drop(language: string): Promise<void> {
    const opening = handles.get(language)
    handles.delete(language)
    await opening?.then(close, () => {})
  }

  return {
    /** Opens or reuses the handle of a language. A failure to load is not cached. */
    async for(language: string): Promise<Handle> {
      const handle = handles.get(language) ?? open(language)
      handles.delete(language)
      handles.set(language, handle)
      handle.catch(() => {
        if (handles.get(language) === handle) handles.delete(language)
      })
      const [oldest] = handles.keys()
      if (handles.size > maxHandles && oldest !== undefined) await drop(oldest)
      return handle
    },
    async close(): Promise<void> {
      for (const language of [...handles.keys()]) await drop(language)
    },
  }
}
