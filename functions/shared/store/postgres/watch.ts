import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { channel } from './feed.ts'

export interface WatchDeps {
  /** A connection of its own, not connected yet. */
  createClient: () => Client
  /** Resolves whatever the server does. */
  end: (client: Client) => Promise<void>
}

/** A connection that says nothing for so long is asked for a sign of life. */
const livenessIntervalMs = 5000
const reconnectDelayMs = 500

/**
 * Hears that anybody has written: LISTEN on a connection of its own, made for the first watcher and kept. One
 * that is lost is made again. What was told while nobody listened is not told again, so watchers are called
 * whenever it begins to listen.
 * https://www.postgresql.org/docs/current/sql-listen.html
 */
export function createWatch({ createClient, end }: WatchDeps) {
  const watchers = new Set<{ onChange: () => void }>()
  const closing = new AbortController()
  let listening: Promise<void> | undefined

  const notifyWatchers = () => {
    for (const { onChange } of [...watchers]) onChange()
  }

  /** Until the connection is lost, or this is closed. Never rejects. */
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
      livenessTimer = setInterval(
        () => client.query('SELECT 1').catch(markLost),
        livenessIntervalMs,
      )
      await lost.promise
    } catch {
      // It is away; who reads or writes is told. Who waits goes on waiting.
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
