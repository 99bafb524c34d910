import { ApiError, NoAnswerError } from '../command/ask.ts'
import { CommandError } from '../command/command-error.ts'
import type { Api, FoundDocument } from './api.ts'
import type { Pace } from './pace.ts'
import type { Progress } from './progress/progress.ts'

export interface ReplayDeps {
  api: Pick<Api, 'replay'>
  documents: FoundDocument[]
  /** Pages that were submitted after this one are left as they are. */
  submittedUpTo: number
  pace: Pace
  pause: (ms: number) => Promise<void>
  progress: Progress
  /** Ctrl-C */
  stopping: AbortSignal
}

/** What became of the documents that had their turn. */
export interface Tally {
  documents: number
  pagesSent: number
  pagesLeft: number
  documentsDeleted: number
  documentsFailed: number
}

const patienceMs = 5000

/**
 * Sends the pages of the documents again, one document after the other, until it is stopped. A server that
 * has no room or is away is waited for; a document that it fails at is told, and passed over. Throws ApiError
 * where it refuses the request itself.
 */
export async function replayAll(deps: ReplayDeps): Promise<Tally> {
  const { documents, pace, progress, stopping } = deps
  const tally: Tally = {
    ...{ documents: 0, pagesSent: 0, pagesLeft: 0, documentsDeleted: 0, documentsFailed: 0 },
  }
  let pages = 0
  for (const document of documents) {
    await pace.turn()
    if (stopping.aborted) break
    const outcome = await replayOne(deps, document)
    if (outcome === 'stopped') break
    tally.documents += 1
    if (outcome === 'deleted') tally.documentsDeleted += 1
    else if (outcome === 'failed') tally.documentsFailed += 1
    else {
      tally.pagesSent += outcome
      tally.pagesLeft += Math.max(0, document.pages - outcome)
      pace.took(outcome)
    }
    pages += document.pages
    progress.advance(pages)
  }
  return tally
}

/** How many pages were sent, or why none was. */
async function replayOne(
  { api, submittedUpTo, pause, progress, stopping }: ReplayDeps,
  { id }: FoundDocument,
): Promise<number | 'deleted' | 'failed' | 'stopped'> {
  let told = ''
  for (;;) {
    try {
      return await api.replay(id, submittedUpTo)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      if (error instanceof ApiError && error.status === 404) return 'deleted'
      if (error instanceof ApiError && error.status < 500) throw error
      const waitMs = worthWaiting(error)
      if (waitMs === null) {
        progress.say(`${id}: ${error.message}`)
        return 'failed'
      }
      if (error.message !== told) progress.say(`Waits: ${error.message}`)
      told = error.message
      await pause(waitMs)
      if (stopping.aborted) return 'stopped'
    }
  }
}

/** For how long to wait for a server that has no room or is away; null where waiting mends nothing. */
function worthWaiting(error: CommandError): number | null {
  if (error instanceof NoAnswerError) return patienceMs
  if (error instanceof ApiError && error.status === 503) return error.retryAfterMs ?? patienceMs
  return null
}
