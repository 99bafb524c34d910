import pLimit from 'p-limit'
import { retryLater } from '../../shared/http/problem.ts'
import { openPdf, type PdfDocument, type RenderedPage } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import type { StoredOriginal } from '../../shared/store/values/stored.ts'
import { requireWanted } from './require-wanted.ts'

/**
 * Renders the requested page of a stored PDF, at most `width` px wide. Waits for its turn, and then throws a problem if
 * `gone` is aborted. Throws PdfError, a 503 problem if too many wait, and rejects like the store.
 */
export type RenderPdf = (
  original: StoredOriginal,
  options: { width: number; gone: AbortSignal },
) => Promise<RenderedPage>

/** Pages of a document are shown one after the other: it stays open for as long. */
const idleMs = 10_000
/** More than a window of the library shows: 40 cards of up to 11 pages. HTTP/2 requests all of them at once. */
const maxWaiting = 500
/** Interval in which a page that took too long is not rendered again. */
const lateMs = 300_000

/** Renders one page at a time, within `answerMs`, and keeps the latest document open until it is idle. */
export function createRenderPdf({ answerMs = 10_000 } = {}): RenderPdf {
  const oneAtATime = pLimit(1)
  let latest: { digest: string; document: PdfDocument } | undefined
  let idle: NodeJS.Timeout | undefined
  /** Pages that took too long. */
  const late = new Set<string>()

  function close() {
    latest?.document.close()
    latest = undefined
  }

  async function open(original: StoredOriginal): Promise<PdfDocument> {
    const { digest, bytes: length, read } = original
    if (latest?.digest === digest && latest.document.isOpen()) return latest.document
    close()
    latest = { digest, document: await openPdf({ read, length, answerMs }) }
    return latest.document
  }

  return async (original, { width, gone }) => {
    if (oneAtATime.pendingCount >= maxWaiting) {
      throw retryLater(10, 'too-many-previews', 'Too many previews wait for PDFs')
    }
    return oneAtATime(async () => {
      requireWanted(gone)
      const page = original.originalPage ?? 1
      const key = `${original.digest} ${page}`
      if (late.has(key)) throw new PdfError('time')
      clearTimeout(idle)
      try {
        const document = await open(original)
        return await document.render(page, width)
      } catch (error) {
        if (error instanceof PdfError && error.fault === 'time') {
          late.add(key)
          setTimeout(() => late.delete(key), lateMs).unref()
        }
        throw error
      } finally {
        idle = setTimeout(close, idleMs).unref()
      }
    })
  }
}
