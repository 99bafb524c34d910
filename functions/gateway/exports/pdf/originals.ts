import pLimit, { type LimitFunction } from 'p-limit'
import { Problem } from '../../../shared/http/problem.ts'
import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import { PdfError } from '../../../shared/pdf/protocol.ts'
import type { Settings } from '../../../shared/settings/env.ts'
import { piecesOf } from '../../../shared/store/originals.ts'
import type { StoredOriginal } from '../../../shared/store/values/stored.ts'
import { requireWanted } from '../../documents/require-wanted.ts'
import { createUploadBuffer } from '../../uploads/buffer/upload-buffer.ts'
import {
  createOpenPictures,
  type OpenPicture,
  type OpenPicturesDeps,
} from './pictures/open-picture.ts'
import type { Copy, OriginalPdf } from './update/open-updatable.ts'

/** Originals of one document, for its PDF. */
export interface Originals {
  openPicture: OpenPicture
  /**
   * The PDF whose pages are those of the document, `pageCount`; null if none is of a PDF, else throws a 409 problem.
   */
  pdf(pageCount: number): Promise<OriginalPdf | null>
}

/** Opens the originals of one document, until `gone` is aborted. */
export type OpenOriginals = (documentId: string, gone: AbortSignal) => Originals

export interface OpenOriginalsDeps extends OpenPicturesDeps {
  /** Opens PDFs in turn, with those of uploads: each has a process of PDFium, and a whole copy in memory. */
  limitPdfs: LimitFunction
  settings: OpenPicturesDeps['settings'] & Pick<Settings, 'MAX_PDF_BYTES'>
}

/** Limit of opening a PDF, and of writing it anew, as of uploads: others wait. */
const answerMs = 10_000
/** Clients wait for them: one takes about 20 s at most. */
const maxWaitingRewrites = 5

export function createOpenOriginals(deps: OpenOriginalsDeps): OpenOriginals {
  const openPictures = createOpenPictures(deps)
  // An upload waits for one of them at most.
  const limitRewrites = pLimit(1)

  function rewriteInTurn(original: StoredOriginal, gone: AbortSignal): Promise<Copy> {
    const { activeCount, pendingCount } = limitRewrites
    if (activeCount + pendingCount > maxWaitingRewrites) {
      throw new Problem(503, 'too-many-exports', 'Too many exports wait for a PDF to be repaired', {
        'retry-after': '30',
      })
    }
    return limitRewrites(() => deps.limitPdfs(() => rewrite(original, gone)))
  }

  async function rewrite(original: StoredOriginal, gone: AbortSignal): Promise<Copy> {
    requireWanted(gone)
    const buffer = createUploadBuffer(deps)
    try {
      const rewritten = await rewrittenBytes(original, deps.settings.MAX_PDF_BYTES, gone)
      const received = await buffer.receive([rewritten])
      return {
        bytes: received.bytes,
        read: (from, to) => piecesOf(received, from, to),
        close: buffer.close,
      }
    } catch (error) {
      await buffer.close()
      if (!(error instanceof PdfError)) throw error
      throw new Problem(409, 'unsupported-pdf', error.message)
    }
  }

  return (documentId, gone) => ({
    openPicture: openPictures(documentId, gone),
    async pdf(pageCount) {
      const last = await deps.store.original(documentId, pageCount)
      const isPdf = last?.mediaType === pdfMediaType
      if (last && isPdf && (last.originalPage ?? 1) === pageCount) {
        const { bytes, read } = last
        return { bytes, read, rewrite: async () => rewriteInTurn(last, gone) }
      }
      for (let page = pageCount; page > 0; page -= 1) {
        const original = await deps.store.original(documentId, page)
        if (original?.mediaType !== pdfMediaType) continue
        throw new Problem(
          409,
          'pdf-original',
          'Expected a document of images, or of one PDF, got one with a PDF and other files',
        )
      }
      return null
    },
  })
}

async function rewrittenBytes(
  { bytes: length, read }: StoredOriginal,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { openPdf } = await import('../../../shared/pdf/open-pdf.ts')
  const pdf = await openPdf({ bytes: read(), length, answerMs, signal })
  try {
    return await pdf.decrypt(maxBytes)
  } finally {
    pdf.close()
  }
}
