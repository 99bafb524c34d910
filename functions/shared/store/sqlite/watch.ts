import { StoreUnavailableError } from '../store.ts'
import { type Connection, openConnection } from './connection.ts'

/** Polling intervals: short after recent changes, long otherwise. */
export interface WatchPace {
  busyMs: number
  idleMs: number
  /** Time after a change with the short interval: longer than recognition of most pages. */
  busyForMs: number
}

/**
 * Notifies watchers of changes by polling `PRAGMA data_version`, which changes with every commit of another
 * connection, in any process. So the polling connection never writes.
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
    // Readers and writers get the error of a failing disk; watchers keep waiting.
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
      // A watcher may have stopped or restarted the polling.
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
