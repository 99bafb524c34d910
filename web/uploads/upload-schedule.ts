import type { UploadState } from './upload.ts'

export interface QueuedUpload {
  state: UploadState
  /** Number of failed attempts. */
  attempts: number
}

export interface Schedule<Queued> {
  start: Queued[]
  /** Time until the next decision if no upload ends before; null: none is needed. */
  wakeInMs: number | null
}

/**
 * Decides which uploads start now. Files start in the order they were picked, but those with failed attempts after
 * the others, so that a bad file delays none. A delay, requested by the server or after no response, applies to all
 * files.
 */
export function decideSchedule<Queued extends QueuedUpload>(
  uploads: readonly Queued[],
  { maxAtOnce, nowMs }: { maxAtOnce: number; nowMs: number },
): Schedule<Queued> {
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
