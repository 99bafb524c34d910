import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Accepted, ProblemDetails } from '../../functions/shared/api.ts'
import { monotonicMs } from './monotonic.ts'
import { type Expected, type Note, openNotes } from './notes.ts'

export interface Upload {
  key: string
  /** A client that never retries leaves it open what became of its upload. */
  retries: boolean
  pages: { image: Uint8Array; expected: Expected }[]
}

export interface ClientDeps {
  /** Of gateways over one store: each attempt goes to the next one. */
  urls: string[]
  note: (note: Note) => void
  /** Aborts when no upload is tried again any more. */
  giveUp: AbortSignal
}

const answerWithinMs = 10_000
const retryAfterMs = 250

/** Uploads until there is an answer that says yes or no, and notes what it was. */
export async function upload({ key, retries, pages }: Upload, { urls, note, giveUp }: ClientDeps) {
  note({ note: 'attempted', key, pages: pages.map(({ expected }) => expected) })
  const from = monotonicMs()
  let attempts = 0
  do {
    const url = urls[attempts++ % urls.length] ?? ''
    const answer = await attempt(url, key, retries, pages)
    if (answer?.id)
      return note({ note: 'acknowledged', key, id: answer.id, from, to: monotonicMs() })
    if (answer?.code)
      return note({ note: 'refused', key, status: answer.status, code: answer.code })
    await pause(retryAfterMs)
  } while (retries && !giveUp.aborted)
}

/** Null where nobody can say what became of it: no answer, a broken one, or 5xx. */
async function attempt(url: string, key: string, retries: boolean, pages: Upload['pages']) {
  const form = new FormData()
  for (const { image } of pages) form.append('image', new Blob([new Uint8Array(image)]), key)
  try {
    const response = await fetch(`${url}/v1/documents`, {
      method: 'POST',
      body: form,
      headers: retries ? { 'idempotency-key': key } : {},
      signal: AbortSignal.timeout(answerWithinMs),
    })
    const body = await response.json()
    const { status } = response
    if (response.ok) return { status, id: Accepted.parse(body).id }
    if (status >= 500) return null
    return { status, code: ProblemDetails.parse(body).code }
  } catch {
    return null
  }
}

export type Client = Omit<ClientDeps, 'giveUp'>

/** A client for each list of addresses, with a notebook in the folder. */
export function openClients(folder: string, urls: string[][]): Client[] {
  mkdirSync(folder)
  return urls.map((own, client) => ({ urls: own, note: openNotes(folder, client) }))
}

/** Several clients at once take uploads from one list, spread over the time. */
export async function runClients(
  uploads: Upload[],
  spreadMs: number,
  clients: Client[],
  giveUp: AbortSignal,
): Promise<void> {
  const startedAt = performance.now()
  let next = 0
  const run = async (client: Client) => {
    for (let index = next++; index < uploads.length; index = next++) {
      const item = uploads[index]
      const dueInMs = startedAt + (index / uploads.length) * spreadMs - performance.now()
      if (dueInMs > 0) await pause(dueInMs)
      if (item && !giveUp.aborted) await upload(item, { ...client, giveUp })
    }
  }
  await Promise.all(clients.map(run))
}
