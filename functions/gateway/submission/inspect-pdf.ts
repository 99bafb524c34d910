import { Problem } from '../../shared/http/problem.ts'
import { pdfMediaType } from '../../shared/pdf/media-type.ts'
import { openPdf, type PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { piecesOf } from '../../shared/store/originals.ts'
import type { NewOriginal } from '../../shared/store/values/new-document.ts'
import { type InspectLimits, type OriginalInfo, requirePages } from './inspect.ts'

/** Limit of opening, measuring and decrypting a PDF: uploads wait for each other. */
const inspectMs = 10_000

export interface PdfInfo extends OriginalInfo {
  /** The document without its password; null if it needs none. */
  decrypted: Uint8Array | null
}

export interface InspectPdfOptions {
  password: string | undefined
  limits: InspectLimits
  /** Limit of the document without its password. */
  maxBytes: number
  /** Aborts when nobody waits for the upload any more. */
  gone: AbortSignal
  /** How long it may take in all; 10 s by default. */
  timeoutMs?: number
}

/**
 * Opens a PDF in a process of its own, measures its pages, and removes its password if one is given: nothing else needs
 * it then. Throws a problem if it is not accepted, or nobody waits for it.
 */
export async function inspectPdf(
  original: NewOriginal,
  { password, limits, maxBytes, gone, timeoutMs = inspectMs }: InspectPdfOptions,
): Promise<PdfInfo> {
  requireClient(gone)
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([gone, deadline])
  let pdf: PdfDocument | undefined
  try {
    const read = (from: number, to: number) => piecesOf(original, from, to)
    const isWhole = password !== undefined
    pdf = await openPdf({ read, length: original.bytes, isWhole, password, signal })
    if (pdf.pageCount === 0) throw new PdfError('broken')
    requirePages(pdf.pageCount, limits)
    const pages = await pdf.sizes()
    const decrypted = password !== undefined && pdf.isEncrypted ? await pdf.save(maxBytes) : null
    return { mediaType: pdfMediaType, pages, decrypted }
  } catch (error) {
    requireClient(gone)
    if (deadline.aborted) throw toProblem(new PdfError('time'))
    throw error instanceof PdfError ? toProblem(error) : error
  } finally {
    pdf?.close()
  }
}

/** Throws a problem, which nobody receives, if the client of the upload has disconnected. */
function requireClient(gone: AbortSignal): void {
  if (gone.aborted) throw new Problem(400, 'unfinished-upload', 'The client disconnected')
}

function toProblem({ fault, message }: PdfError): Problem {
  if (fault === 'size') return new Problem(413, 'too-large', message)
  if (fault !== 'encrypted') return new Problem(422, 'unreadable-pdf', message)
  return new Problem(
    422,
    'encrypted-pdf',
    'Expected a PDF without a password, or with its password in `password`',
  )
}
