import { type Database, openDatabase } from './database.ts'

/**
 * Sees that anybody has written, by asking for `PRAGMA data_version`: it changes with every commit of
 * another connection, in this process or any. So the connection that asks is one that never writes.
 * https://sqlite.org/pragma.html#pragma_data_version
 */
export function createWatch({ path, intervalMs }: { path: string; intervalMs: number }) {
  const watchers = new Set<{ onChange: () => void }>()
  let database: Database | undefined
  let timer: NodeJS.Timeout | undefined

  function start() {
    database ??= openDatabase(path)
    const version = database.prepare<{ data_version: number }>('PRAGMA data_version')
    let seen = version.get()?.data_version
    timer = setInterval(() => {
      const found = version.get()?.data_version
      if (found === seen) return
      seen = found
      for (const { onChange } of watchers) onChange()
    }, intervalMs).unref()
  }

  function stop() {
    clearInterval(timer)
    timer = undefined
  }

  return {
    watch(onChange: () => void): () => void {
      if (!timer) start()
      const watcher = { onChange }
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
        if (watchers.size === 0) stop()
      }
    },
    close() {
      watchers.clear()
      stop()
      database?.close()
    },
  }
}
