import { signal } from '@preact/signals'
import type { PageReading } from '../../functions/shared/http/api.ts'
import type { Change } from './change.ts'

export interface FeedDeps {
  open: (url: string) => EventSource
  onChange: (change: Change) => void
  onReading: (reading: PageReading) => void
  /** A connection begins: what a reader has is told anew. */
  onOpen: () => void
  /** The feed does not reach back that far: load again what is shown, then follow again. */
  onReset: () => void
}

/** The gateway ends a stream after 4 minutes, so one that is silent for longer is dead. */
const maxAgeMs = 5 * 60_000
/** A change of streams takes less than this, and is nobody's business. */
const calmMs = 3_000

/** Follows the change feed for as long as the page is open, whatever happens to the connection. */
export function createFeed({ open, onChange, onReading, onReset, ...deps }: FeedDeps) {
  const isLost = signal(false)
  let source: EventSource | null = null
  let after = 0
  let failures = 0
  let reopenTimer: ReturnType<typeof setTimeout> | undefined
  let lostTimer: ReturnType<typeof setTimeout> | undefined
  let ageTimer: ReturnType<typeof setTimeout> | undefined

  function connect() {
    source?.close()
    clearTimeout(reopenTimer)
    source = open(`v1/events?after=${after}`)
    source.onopen = onOpen
    source.onerror = onError
    source.addEventListener('document', (event) =>
      take({ kind: 'document', ...JSON.parse(event.data) }),
    )
    source.addEventListener('page', (event) => take({ kind: 'page', ...JSON.parse(event.data) }))
    source.addEventListener('reading', (event) => onReading(JSON.parse(event.data)))
    source.addEventListener('reset', () => {
      source?.close()
      onReset()
    })
    watchAge()
  }

  function take(change: Change) {
    after = change.change
    onChange(change)
  }

  function onOpen() {
    deps.onOpen()
    failures = 0
    clearTimeout(lostTimer)
    lostTimer = undefined
    isLost.value = false
    watchAge()
  }

  function onError() {
    lostTimer ??= setTimeout(() => {
      isLost.value = true
    }, calmMs)
    // A lost connection the browser opens again by itself; an answer that is no stream it does not.
    if (source?.readyState !== 2) return
    clearTimeout(reopenTimer)
    reopenTimer = setTimeout(connect, Math.min(15_000, 500 * 2 ** failures++))
  }

  function watchAge() {
    clearTimeout(ageTimer)
    ageTimer = setTimeout(connect, maxAgeMs)
  }

  return {
    isLost,
    /** Follows from that change on. */
    follow(changes: number) {
      after = changes
      connect()
    },
    /** The network is back: do not wait for the next attempt. */
    reconnect() {
      if (source !== null) connect()
    },
  }
}
