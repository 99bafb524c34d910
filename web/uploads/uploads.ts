import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { SendUpload } from './send-upload.ts'
import type { Upload } from './upload.ts'
import { decideOutcome } from './upload-outcome.ts'
import { decideSchedule } from './upload-schedule.ts'

export interface UploadsDeps {
  send: SendUpload
  /** Reason to refuse a file without sending it, or null. Called before each attempt. */
  check: (file: File) => Promise<string | null>
  onAccepted: (upload: Upload, accepted: Accepted) => void
  onRefused: (upload: Upload) => void
  /** Language of files added now; null for the server's default. */
  language: () => string | null
  now: () => number
  /** setTimeout; the returned function cancels it. */
  wait: (ms: number, callback: () => void) => () => void
  newKey: () => string
  maxAtOnce: number
}

interface Sending {
  upload: Upload
  attempts: number
  stop: AbortController
  readonly state: Upload['state']['value']
}

/** Upload queue: parallel, with retries; each file creates one document. */
export function createUploads(deps: UploadsDeps) {
  const queue = new Set<Sending>()
  const unfinished = signal(0)
  let stopWaiting = () => {}

  function startNext() {
    stopWaiting()
    unfinished.value = queue.size
    const { start, wakeInMs } = decideSchedule([...queue], {
      maxAtOnce: deps.maxAtOnce,
      nowMs: deps.now(),
    })
    for (const entry of start) void sendOne(entry)
    stopWaiting = wakeInMs === null ? () => {} : deps.wait(wakeInMs, startNext)
  }

  async function sendOne(entry: Sending) {
    const { upload, stop } = entry
    upload.state.value = { phase: 'sending', sent: 0 }
    const reason = await deps.check(upload.file)
    if (stop.signal.aborted) return
    if (reason !== null) return refuse(entry, { detail: reason, code: null })
    const response = await deps.send(upload, {
      signal: stop.signal,
      onProgress: (sent) => {
        if (upload.state.value.phase === 'sending') upload.state.value = { phase: 'sending', sent }
      },
    })
    if (stop.signal.aborted) return
    const outcome = decideOutcome(response, { attempts: entry.attempts, nowMs: deps.now() })
    if (outcome.kind === 'refused') return refuse(entry, outcome)
    if (outcome.kind === 'accepted') {
      upload.state.value = { phase: 'accepted' }
      queue.delete(entry)
      deps.onAccepted(upload, outcome.accepted)
    } else {
      entry.attempts += 1
      const untilMs = deps.now() + outcome.delayMs
      upload.state.value = { phase: 'delayed', untilMs, reason: outcome.reason }
    }
    startNext()
  }

  function refuse(entry: Sending, { detail, code }: { detail: string; code: string | null }) {
    entry.upload.state.value = { phase: 'refused', detail, code }
    queue.delete(entry)
    deps.onRefused(entry.upload)
    startNext()
  }

  function enqueue(upload: Upload) {
    queue.add({
      upload,
      attempts: 0,
      stop: new AbortController(),
      get state() {
        return upload.state.value
      },
    })
  }

  return {
    /** Number of files in the queue: not yet accepted, refused or cancelled. */
    unfinished,
    add(files: readonly File[], batch: string | null): Upload[] {
      const uploads = files.map((file) => ({
        key: deps.newKey(),
        file,
        batch,
        language: deps.language(),
        state: signal<Upload['state']['value']>({ phase: 'waiting' }),
      }))
      for (const upload of uploads) enqueue(upload)
      startNext()
      return uploads
    },
    /** Aborts the upload of a file. The server may have created its document already. */
    cancel(upload: Upload) {
      for (const entry of queue) {
        if (entry.upload !== upload) continue
        entry.stop.abort()
        queue.delete(entry)
      }
      startNext()
    },
    /** Ends all delays, for use when the network is back. */
    retryNow() {
      for (const { upload } of queue) {
        if (upload.state.value.phase === 'delayed') upload.state.value = { phase: 'waiting' }
      }
      startNext()
    },
  }
}

export type Uploads = ReturnType<typeof createUploads>
