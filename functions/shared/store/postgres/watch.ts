import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { channel } from './feed.ts'

export interface WatchDeps {
  /** New, unconnected client. */
  createClient: () => Client
  /** Ends a client; resolves even if the server hangs. */
  end: (client: Client) => Promise<void>
}

/** Interval of liveness queries on the connection. */
const livenessMs = 5000
const reconnectDelayMs = 500

/**
 * Notifies watchers of changes by any process: LISTEN on a dedicated connection, opened for the first watcher, kept
 * open, and reopened when lost. Notifications sent meanwhile are lost, so watchers are called each time LISTEN
 * begins.
 * https://www.postgresql.org/docs/current/sql-listen.html
 */
export function createWatch({ createClient, end }: WatchDeps) {
  const watchers = new Set<{ onChange: () => void }>()
  const closing = new AbortController()
  let listening: Promise<void> | undefined

  const notifyWatchers = () => {
    for (const { onChange } of [...watchers]) onChange()
  }

  /** Listens until the connection is lost or the watch is closed. Never rejects. */
  async function listen(): Promise<void> {
    const client = createClient()
    const lost = Promise.withResolvers<void>()
    const markLost = () => lost.resolve()
    for (const event of ['end', 'error'] as const) client.once(event, markLost)
    closing.signal.addEventListener('abort', markLost)
    let livenessTimer: NodeJS.Timeout | undefined
    client.on('notification', notifyWatchers)
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      notifyWatchers()
      livenessTimer = setInterval(() => client.query('SELECT 1').catch(markLost), livenessMs)
      await lost.promise
    } catch {
      // The server is unavailable: readers and writers get the error, watchers keep waiting.
    } finally {
      clearInterval(livenessTimer)
      closing.signal.removeEventListener('abort', markLost)
      await end(client)
    }
  }

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen()
      await pause(reconnectDelayMs, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  return {
    watch(onChange: () => void): () => void {
      listening ??= keepListening()
      const watcher = { onChange }
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    async close() {
      watchers.clear()
      closing.abort()
      await listening
    },
  }
}
