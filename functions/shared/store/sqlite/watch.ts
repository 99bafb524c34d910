import { StoreUnavailableError } from '../store.ts'
import { type Connection, openConnection } from './connection.ts'

/** How often it asks: quickly while something goes on, seldom when nothing has for a while. */
export interface WatchPace {
  busyMs: number
  idleMs: number
  /** For so long after a change it counts as going on: longer than most pages take to read. */
  busyForMs: number
}

/**
 * Sees that anybody has written, by asking for `PRAGMA data_version`: it changes with every commit of
 * another connection, in this process or any. So the connection that asks is one that never writes.
 * https://sqlite.org/pragma.html#pragma_data_version
 */
export function createWatch(path: string, { busyMs, idleMs, busyForMs }: WatchPace) {
  const watchers = new Set<{ onChange: () => void }>()
  let connection: Connection | undefined
  let timer: NodeJS.Timeout | undefined

  function start() {
    const opened = connection ?? openConnection(path)
    connection = opened
    const version = () => opened.get<{ data_version: number }>('PRAGMA data_version')?.data_version
    let seen = version()
    let changedAt = performance.now()
    const wait = () => {
      const isBusy = performance.now() - changedAt < busyForMs
      timer = setTimeout(poll, isBusy ? busyMs : idleMs).unref()
    }
    // A failing disk is told to whoever reads or writes; who waits goes on waiting.
    const currentVersion = () => {
      try {
        return version()
      } catch (error) {
        if (error instanceof StoreUnavailableError) return seen
        throw error
      }
    }
    const poll = () => {
      const own = timer
      const found = currentVersion()
      if (found !== seen) {
        seen = found
        changedAt = performance.now()
        for (const { onChange } of watchers) onChange()
      }
      // A watcher may have been the last one, or have started it anew.
      if (timer === own) wait()
    }
    wait()
  }

  function stop() {
    clearTimeout(timer)
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
      connection?.close()
    },
  }
}
