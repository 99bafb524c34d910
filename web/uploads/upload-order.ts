import type { UploadState } from './upload.ts'

export interface QueuedUpload {
  state: UploadState
  /** How often it was sent in vain. */
  attempts: number
}

export interface Turn<Queued> {
  start: Queued[]
  /** When to look again although nothing has ended. */
  wakeInMs: number | null
}

/**
 * Which uploads start now. Files go in the order they were picked, those sent in vain behind the
 * others, so that one bad file holds nobody back. A server that asked for time, or is not there, is
 * asked by nobody until that time is over.
 */
export function decideTurn<Queued extends QueuedUpload>(
  uploads: readonly Queued[],
  { maxAtOnce, nowMs }: { maxAtOnce: number; nowMs: number },
): Turn<Queued> {
  const pausedUntilMs = Math.max(
    0,
    ...uploads.map(({ state }) => (state.phase === 'delayed' ? state.untilMs : 0)),
  )
  if (pausedUntilMs > nowMs) return { start: [], wakeInMs: pausedUntilMs - nowMs }

  const sending = uploads.filter(({ state }) => state.phase === 'sending').length
  const ready = uploads
    .filter(({ state }) => state.phase === 'waiting' || state.phase === 'delayed')
    .sort((one, other) => one.attempts - other.attempts)
  return { start: ready.slice(0, Math.max(0, maxAtOnce - sending)), wakeInMs: null }
}
