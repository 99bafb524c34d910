import pLimit, { type LimitFunction } from 'p-limit'
import { Problem, retryLater } from '../../../shared/http/problem.ts'
import { openPdf } from '../../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../../shared/pdf/protocol.ts'
import type { Settings } from '../../../shared/settings/env.ts'
import { piecesOf } from '../../../shared/store/originals.ts'
import type { NewOriginal } from '../../../shared/store/values/new-document.ts'
import { requireWanted } from '../../documents/require-wanted.ts'
import { createUploadBuffer, type UploadBufferDeps } from '../../uploads/buffer/upload-buffer.ts'
import type { Copy } from './update/open-updatable.ts'
import type { PdfFile } from './update/structure/file-reader.ts'

export interface CopiesDeps extends UploadBufferDeps {
  /** Opens PDFs in turn, with those of uploads: each has a process of PDFium, and a whole copy in memory. */
  limitPdfs: LimitFunction
  settings: UploadBufferDeps['settings'] & Pick<Settings, 'MAX_PDF_BYTES'>
}

/** The pages of all files as one PDF, as PDFium writes them, until `gone` is aborted. Throws a problem. */
export type CopyPdfs = (files: PdfFiles, gone: AbortSignal) => Promise<Copy>
export type PdfFiles = [PdfFile, ...PdfFile[]]

/** Limit of PDFium's part of a copy: an upload waits for it. */
const copyMs = 20_000

export function createCopyPdfs(deps: CopiesDeps): CopyPdfs {
  const inTurn = createTurns()
  const { MAX_PDF_BYTES: maxBytes } = deps.settings

  async function copy(files: PdfFiles, gone: AbortSignal): Promise<Copy> {
    requireWanted(gone)
    const buffer = createUploadBuffer(deps)
    try {
      const received = await buffer.receive([await written(files, maxBytes, gone)])
      return { ...toFile(received), close: buffer.close }
    } catch (error) {
      await buffer.close()
      requireWanted(gone)
      throw error instanceof PdfError ? unsupported(error.message) : error
    }
  }

  // An upload waits for one of them at most.
  return (files, gone) => inTurn(() => deps.limitPdfs(() => copy(files, gone)))
}

/** Files are written one at a time; throws a 503 problem if too many wait. */
export function createTurns() {
  const limit = pLimit(1)
  const maxWaiting = 5
  return <T>(write: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount <= maxWaiting) return limit(write)
    throw retryLater(30, 'too-many-exports', 'Too many exports wait for a PDF to be written')
  }
}

async function written([first, ...others]: PdfFiles, maxBytes: number, gone: AbortSignal) {
  const appendedLength = others.reduce((sum, { bytes }) => sum + bytes, 0)
  const { read, bytes: length } = first
  const source = { read, length, isWhole: true, appendedLength, signal: gone }
  const pdf = await openPdf({ ...source, answerMs: copyMs, totalMs: copyMs })
  try {
    for (const { read, bytes: length } of others) await pdf.append({ read, length })
    return await pdf.save(maxBytes)
  } finally {
    pdf.close()
  }
}

export function toFile(received: NewOriginal): PdfFile {
  return { bytes: received.bytes, read: (from, to) => piecesOf(received, from, to) }
}

export function unsupported(detail: string): Problem {
  return new Problem(409, 'unsupported-pdf', detail)
}
