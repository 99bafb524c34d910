import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { SendUpload } from './send-upload.ts'
import type { Upload } from './upload.ts'
import { decideTurn } from './upload-order.ts'
import { decideOutcome } from './upload-outcome.ts'

export interface UploadsDeps {
  send: SendUpload
  /** Why a file need not be sent, or null. Asked before each attempt. */
  check: (file: File) => Promise<string | null>
  onAccepted: (upload: Upload, accepted: Accepted) => void
  onRefused: (upload: Upload) => void
  /** What a file that is added now is to be read in; null for what the server takes by itself. */
  language: () => string | null
  now: () => number
  /** Calls back after that many ms; the answer takes it back. */
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

/** The queue of picked files: some at once, tried again by itself, each file one document. */
export function createUploads(deps: UploadsDeps) {
  const queue = new Set<Sending>()
  const unfinished = signal(0)
  let stopWaiting = () => {}

  function turn() {
    stopWaiting()
    unfinished.value = queue.size
    const { start, wakeInMs } = decideTurn([...queue], {
      maxAtOnce: deps.maxAtOnce,
      nowMs: deps.now(),
    })
    for (const entry of start) void sendOne(entry)
    stopWaiting = wakeInMs === null ? () => {} : deps.wait(wakeInMs, turn)
  }

  async function sendOne(entry: Sending) {
    const { upload, stop } = entry
    upload.state.value = { phase: 'sending', sent: 0 }
    const reason = await deps.check(upload.file)
    if (stop.signal.aborted) return
    if (reason !== null) return refuse(entry, { detail: reason, code: null })
    const answer = await deps.send(upload, {
      signal: stop.signal,
      onProgress: (sent) => {
        if (upload.state.value.phase === 'sending') upload.state.value = { phase: 'sending', sent }
      },
    })
    if (stop.signal.aborted) return
    const outcome = decideOutcome(answer, { attempts: entry.attempts, nowMs: deps.now() })
    if (outcome.kind === 'refused') return refuse(entry, outcome)
    if (outcome.kind === 'accepted') {
      upload.state.value = { phase: 'accepted' }
      queue.delete(entry)
      deps.onAccepted(upload, outcome.accepted)
    } else {
      entry.attempts += 1
      const untilMs = deps.now() + outcome.inMs
      upload.state.value = { phase: 'delayed', untilMs, why: outcome.why }
    }
    turn()
  }

  function refuse(entry: Sending, { detail, code }: { detail: string; code: string | null }) {
    entry.upload.state.value = { phase: 'refused', detail, code }
    queue.delete(entry)
    deps.onRefused(entry.upload)
    turn()
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
    /** How many files are not yet documents, refused ones not counted. */
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
      turn()
      return uploads
    },
    /** Stops sending a file that is no longer wanted. It may be a document already. */
    cancel(upload: Upload) {
      for (const entry of queue) {
        if (entry.upload !== upload) continue
        entry.stop.abort()
        queue.delete(entry)
      }
      turn()
    },
    /** Nobody waits for its time any more: the network is back. */
    retryNow() {
      for (const { upload } of queue) {
        if (upload.state.value.phase === 'delayed') upload.state.value = { phase: 'waiting' }
      }
      turn()
    },
  }
}

export type Uploads = ReturnType<typeof createUploads>
