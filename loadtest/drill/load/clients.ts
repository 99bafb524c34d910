import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Accepted, ProblemDetails } from '../../../functions/shared/http/api.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { postImages } from '../../system/glyphflow.ts'
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

/**
 * Uploads until there is an answer that says yes or no, and notes what it was; false where it gave up. A client
 * that never retries has nothing to give up.
 */
export async function upload(
  { key, retries, pages }: Upload,
  { urls, note, giveUp }: ClientDeps,
): Promise<boolean> {
  note({ note: 'attempted', key, pages: pages.map(({ expected }) => expected) })
  const from = monotonicMs()
  let attempts = 0
  do {
    const url = urls[attempts++ % urls.length] ?? ''
    const answer = await attempt(url, key, retries, pages)
    if (answer?.id) {
      note({ note: 'acknowledged', key, id: answer.id, from, to: monotonicMs(), attempts })
      return true
    }
    if (answer?.code) {
      note({ note: 'refused', key, status: answer.status, code: answer.code })
      return true
    }
    await pause(retryAfterMs)
  } while (retries && !giveUp.aborted)
  return !retries
}

/** Null where nobody can say what became of it: no answer, a broken one, or 5xx. */
async function attempt(url: string, key: string, retries: boolean, pages: Upload['pages']) {
  const images = pages.map(({ image }) => image)
  try {
    const response = await postImages(url, images, {
      name: key,
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

/**
 * Several clients at once take uploads from one list, spread over the time. Resolves with the keys of those
 * that were given up, or not begun any more.
 */
export async function runClients(
  uploads: Upload[],
  spreadMs: number,
  clients: Client[],
  giveUp: AbortSignal,
): Promise<string[]> {
  const startedAt = performance.now()
  const givenUp: string[] = []
  const waiting = uploads.entries()
  const run = async (client: Client) => {
    for (const [index, item] of waiting) {
      const dueInMs = startedAt + (index / uploads.length) * spreadMs - performance.now()
      if (dueInMs > 0) await pause(dueInMs)
      const isDone = !giveUp.aborted && (await upload(item, { ...client, giveUp }))
      if (!isDone) givenUp.push(item.key)
    }
  }
  await Promise.all(clients.map(run))
  return givenUp
}
