import pLimit from 'p-limit'
import type { PdfDocument, RenderedPage } from '../../shared/pdf/open-pdf.ts'
import type { StoredOriginal } from '../../shared/store/values/stored.ts'
import { requireWanted } from './require-wanted.ts'

/**
 * Renders the requested page of a stored PDF, at most `width` px wide. Waits for its turn, and then throws a problem if
 * `gone` is aborted. Throws PdfError, and rejects like the store.
 */
export type RenderPdf = (
  original: StoredOriginal,
  options: { width: number; gone: AbortSignal },
) => Promise<RenderedPage>

/** Pages of a document are shown one after the other: it stays open for as long. */
const idleMs = 10_000

/** Renders one page at a time, and keeps the latest document open until it is idle. */
export function createRenderPdf(): RenderPdf {
  const oneAtATime = pLimit(1)
  let latest: { digest: string; document: PdfDocument } | undefined
  let idle: NodeJS.Timeout | undefined

  function close() {
    latest?.document.close()
    latest = undefined
  }

  async function open(original: StoredOriginal): Promise<PdfDocument> {
    const { digest, bytes: length } = original
    if (latest?.digest === digest && latest.document.isOpen()) return latest.document
    close()
    const { openPdf } = await import('../../shared/pdf/open-pdf.ts')
    latest = { digest, document: await openPdf({ bytes: original.read(), length }) }
    return latest.document
  }

  return (original, { width, gone }) =>
    oneAtATime(async () => {
      requireWanted(gone)
      clearTimeout(idle)
      try {
        const document = await open(original)
        return await document.render(original.originalPage ?? 1, width)
      } finally {
        idle = setTimeout(close, idleMs).unref()
      }
    })
}
