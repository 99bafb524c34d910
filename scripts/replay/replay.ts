import { ApiError, NoAnswerError } from '../command/ask.ts'
import { CommandError } from '../command/command-error.ts'
import type { Api, FoundDocument } from './api.ts'
import type { Pace } from './pace.ts'
import type { Progress } from './progress/progress.ts'

export interface ReplayDeps {
  api: Pick<Api, 'replay'>
  documents: FoundDocument[]
  /** Pages submitted after this one are skipped. */
  submittedUpTo: number
  pace: Pace
  pause: (ms: number) => Promise<void>
  progress: Progress
  /** Aborts on Ctrl-C. */
  stopping: AbortSignal
}

/** Outcome of the processed documents. */
export interface Tally {
  documents: number
  pagesSent: number
  pagesLeft: number
  documentsDeleted: number
  documentsFailed: number
}

const retryAfterMs = 5000

/**
 * Resends the documents' pages, one document at a time, until stopped. Retries while the server is overloaded or
 * unreachable; reports and skips a document on which it fails. Throws ApiError if the server rejects the request
 * itself.
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

/** Number of pages sent, or why none was. */
async function replayOne(
  { api, submittedUpTo, pause, progress, stopping }: ReplayDeps,
  { id }: FoundDocument,
): Promise<number | 'deleted' | 'failed' | 'stopped'> {
  let reported = ''
  for (;;) {
    try {
      return await api.replay(id, submittedUpTo)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      if (error instanceof ApiError && error.status === 404) return 'deleted'
      if (error instanceof ApiError && error.status < 500) throw error
      const waitMs = retryDelay(error)
      if (waitMs === null) {
        progress.say(`${id}: ${error.message}`)
        return 'failed'
      }
      if (error.message !== reported) progress.say(`Retrying: ${error.message}`)
      reported = error.message
      await pause(waitMs)
      if (stopping.aborted) return 'stopped'
    }
  }
}

/** Delay before a retry, if the server is overloaded or unreachable; null if a retry is pointless. */
function retryDelay(error: CommandError): number | null {
  if (error instanceof NoAnswerError) return retryAfterMs
  if (error instanceof ApiError && error.status === 503) return error.retryAfterMs ?? retryAfterMs
  return null
}
