import { signal } from '@preact/signals'
import type { PageReading } from '../../functions/shared/http/api.ts'
import type { Change } from './change.ts'

export interface FeedDeps {
  open: (url: string) => EventSource
  onChange: (change: Change) => void
  onReading: (reading: PageReading) => void
  /** Connected: the server sends all current readings again. */
  onOpen: () => void
  /** Changes are missing: reload the list, then follow again. */
  onReset: () => void
  /** Over HTTP/1.1, all tabs of a browser share six connections to a server: a hidden page holds none. */
  isHidden: () => boolean
}

/** The gateway sends a heartbeat after 15 s without an event; a stream that is silent for longer is dead. */
const silentAfterMs = 25_000
/** A normal reconnect takes less time and is not shown. */
const lostAfterMs = 3_000

/** Change feed with reconnects, open while the page is visible. */
export function createFeed({ open, onChange, onReading, onReset, isHidden, ...deps }: FeedDeps) {
  const isLost = signal(false)
  let source: EventSource | null = null
  let isFollowing = false
  let after: number | null = null
  let failures = 0
  let reopenTimer: ReturnType<typeof setTimeout> | undefined
  let lostTimer: ReturnType<typeof setTimeout> | undefined
  let silenceTimer: ReturnType<typeof setTimeout> | undefined

  function connect() {
    source?.close()
    for (const timer of [reopenTimer, silenceTimer]) clearTimeout(timer)
    if (isHidden()) return
    source = open(after === null ? 'v1/events' : `v1/events?after=${after}`)
    source.onopen = onOpen
    source.onerror = onError
    source.addEventListener('document', (event) =>
      receive({ kind: 'document', ...JSON.parse(event.data) }),
    )
    source.addEventListener('page', (event) => receive({ kind: 'page', ...JSON.parse(event.data) }))
    source.addEventListener('reading', (event) => {
      heard()
      onReading(JSON.parse(event.data))
    })
    source.addEventListener('heartbeat', heard)
    source.addEventListener('reset', () => {
      source?.close()
      onReset()
    })
    heard()
  }

  function receive(change: Change) {
    heard()
    after = change.change
    onChange(change)
  }

  function onOpen() {
    deps.onOpen()
    failures = 0
    clearTimeout(lostTimer)
    lostTimer = undefined
    isLost.value = false
    heard()
  }

  function onError() {
    lostTimer ??= setTimeout(() => {
      isLost.value = true
    }, lostAfterMs)
    // The browser reconnects after a lost connection, not after a response that is no stream (CLOSED, 2).
    if (source?.readyState !== 2) return
    clearTimeout(reopenTimer)
    reopenTimer = setTimeout(connect, Math.min(15_000, 500 * 2 ** failures++))
  }

  function heard() {
    clearTimeout(silenceTimer)
    silenceTimer = setTimeout(onSilence, silentAfterMs)
  }

  /** The server, or what is between, has stopped without closing the connection. */
  function onSilence() {
    isLost.value = true
    connect()
  }

  return {
    isLost,
    /** Follows the feed after that change number; null follows from now on. */
    follow(changes: number | null) {
      isFollowing = true
      after = changes
      connect()
    },
    /** Reconnects without a delay, or disconnects a hidden page. */
    reconnect() {
      if (isFollowing) connect()
    },
  }
}
