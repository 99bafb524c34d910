import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Accepted, ProblemDetails } from '../../../functions/shared/http/api.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { postImages } from '../../system/glyphflow.ts'
import { type Expected, type Note, openNotes } from './notes.ts'

export interface Upload {
  key: string
  /** Without retries the outcome of an upload can stay unknown. */
  retries: boolean
  pages: { image: Uint8Array; expected: Expected }[]
}

export interface ClientDeps {
  /** Gateways over one store; attempts rotate through them. */
  urls: string[]
  note: (note: Note) => void
  /** Aborts when uploads are no longer retried. */
  giveUp: AbortSignal
}

const answerWithinMs = 10_000
const retryAfterMs = 250

/**
 * Uploads until the answer is definite, and notes it; false if the client gave up. A client without retries
 * always returns true.
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

/** Null for an unknown outcome: no answer, a truncated one, or 5xx. */
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

/** One client for each list of addresses, with its notes in the folder. */
export function openClients(folder: string, urls: string[][]): Client[] {
  mkdirSync(folder)
  return urls.map((own, client) => ({ urls: own, note: openNotes(folder, client) }))
}

/**
 * Runs concurrent clients on one list of uploads, spread evenly over `spreadMs`. Resolves with the keys of uploads
 * that were given up or never started.
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
