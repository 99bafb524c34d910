import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import { refusalOf } from '../format/state.ts'
import type { Fault } from './files/check-file.ts'
import type { SendUpload } from './send-upload.ts'
import { filesOf, type Upload } from './upload.ts'
import { decideOutcome } from './upload-outcome.ts'
import { decideSchedule } from './upload-schedule.ts'

export interface UploadsDeps {
  send: SendUpload
  /** Why a file is not sent, or null. Called before each attempt. */
  check: (file: File) => Promise<Fault | null>
  onAccepted: (upload: Upload, accepted: Accepted) => void
  /** `code` is the server's; null if nothing was sent. */
  onRefused: (upload: Upload, fault: Fault, code: string | null) => void
  /** Language of files added now; null for the server's default. */
  language: () => string | null
  now: () => number
  /** Calls back later; gives the function that prevents it. */
  wait: (callback: () => void, ms: number) => () => void
  newKey: () => string
  maxAtOnce: number
}

interface Sending {
  upload: Upload
  attempts: number
  stop: AbortController
  readonly state: Upload['state']['value']
}

const waiting = () => ({ state: signal<Upload['state']['value']>({ phase: 'waiting' }) })

/** Upload queue: parallel, with retries; each upload creates one document. */
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
    stopWaiting = wakeInMs === null ? () => {} : deps.wait(startNext, wakeInMs)
  }

  async function sendOne(entry: Sending) {
    const { upload, stop } = entry
    upload.state.value = { phase: 'sending', sent: 0 }
    const fault = await firstFault(filesOf(upload))
    if (stop.signal.aborted) return
    if (fault !== null) return refuse(entry, fault, null)
    const response = await deps.send(upload, {
      signal: stop.signal,
      onProgress: (sent) => {
        if (upload.state.value.phase === 'sending') upload.state.value = { phase: 'sending', sent }
      },
    })
    if (stop.signal.aborted) return
    const outcome = decideOutcome(response, { attempts: entry.attempts, nowMs: deps.now() })
    if (outcome.kind === 'refused') {
      const { detail, code } = outcome
      return refuse(entry, { title: refusalOf(code), detail }, code)
    }
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

  async function firstFault(files: readonly File[]): Promise<Fault | null> {
    for (const file of files) {
      const fault = await deps.check(file)
      if (fault === null) continue
      return files.length === 1 ? fault : { ...fault, detail: `${file.name}: ${fault.detail}` }
    }
    return null
  }

  function refuse(entry: Sending, fault: Fault, code: string | null) {
    entry.upload.state.value = { phase: 'refused' }
    queue.delete(entry)
    deps.onRefused(entry.upload, fault, code)
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
    /** Number of uploads in the queue: not yet accepted, refused or cancelled. */
    unfinished,
    /** Adds an upload for each document, of which each has at least one file. */
    add(documents: readonly (readonly File[])[], batch: string | null): Upload[] {
      const uploads = documents.flatMap(([file, ...others]) => {
        const language = deps.language()
        if (!file) return []
        return [{ key: deps.newKey(), file, others, batch, language, password: null, ...waiting() }]
      })
      for (const upload of uploads) enqueue(upload)
      startNext()
      return uploads
    },
    /** Adds a refused upload again, with the same key: the server may have its document already. */
    retry(refused: Upload, password: string | null): Upload {
      const upload = { ...refused, password, ...waiting() }
      enqueue(upload)
      startNext()
      return upload
    },
    /** Aborts uploads. The server may have created their documents already. */
    cancel(uploads: readonly Upload[]) {
      for (const entry of queue) {
        if (!uploads.includes(entry.upload)) continue
        entry.stop.abort()
        queue.delete(entry)
      }
      startNext()
    },
    /** Ends all delays. */
    retryNow() {
      for (const { upload } of queue) {
        if (upload.state.value.phase === 'delayed') upload.state.value = { phase: 'waiting' }
      }
      startNext()
    },
  }
}

export type Uploads = ReturnType<typeof createUploads>
