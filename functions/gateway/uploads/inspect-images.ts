import pLimit, { type LimitFunction } from 'p-limit'
import { Problem } from '../../shared/http/problem.ts'
import type { NewDocument, NewOriginal } from '../../shared/store/values/new-document.ts'
import { formatOf, isPdfFile } from '../submission/image-format.ts'
import {
  type InspectLimits,
  inspect,
  type OriginalInfo,
  requirePages,
  toPages,
} from '../submission/inspect.ts'
import { inspectPdf } from '../submission/inspect-pdf.ts'
import type { UploadBuffer } from './buffer/upload-buffer.ts'
import type { UploadLimits } from './upload-limits.ts'

export interface InspectOptions {
  /** Password of the upload's PDFs. */
  password: string | undefined
  /** Buffers the copy of a PDF without its password, which is saved instead of it. */
  receive: UploadBuffer['receive']
  /** Aborts when the client disconnects: PDFs wait for each other, and a process of PDFium is ended. */
  gone: AbortSignal
}

/** Inspects the headers of images, and opens PDFs. Throws a problem that names the first rejected file. */
export type InspectImages = (
  images: NewOriginal[],
  options: InspectOptions,
) => Promise<NewDocument['pages']>

/** Length of a prefix that has the header of nearly every JPEG and PNG. */
const headBytes = 1024 * 1024

export function createInspectImages(
  limits: InspectLimits & Pick<UploadLimits, 'MAX_PDF_BYTES' | 'MAX_UPLOAD_BYTES'>,
  limitPdfs: LimitFunction,
): InspectImages {
  // Each full read holds a whole image in memory.
  const limitFullReads = pLimit(1)

  /** A copy without password has at most `leftBytes`. */
  async function toPdfPages(
    pdf: NewOriginal,
    { password, gone, receive }: InspectOptions,
    leftBytes: number,
  ) {
    const maxBytes = Math.min(limits.MAX_PDF_BYTES, leftBytes)
    return limitPdfs(async () => {
      const info = await inspectPdf(pdf, { password, limits, maxBytes, gone })
      const { decrypted } = info
      return toPages(info, decrypted ? await receive([decrypted]) : pdf)
    })
  }

  async function inspectImage(image: NewOriginal, head: Uint8Array): Promise<OriginalInfo> {
    // The headers of a TIFF may be anywhere; WebP and GIF frames are counted over the whole file.
    const isHeadEnough = ['jpeg', 'png', null].includes(formatOf(head))
    if (isHeadEnough || image.bytes <= headBytes) {
      const found = await inspect(head, limits).catch((error) => {
        if (image.bytes > headBytes && isUnreadable(error)) return null
        throw error
      })
      if (found !== null) return found
    }
    return limitFullReads(() => inspect(image.read(0, image.bytes), limits))
  }

  return async (images, options) => {
    const pages: NewDocument['pages'] = []
    let leftBytes = images.reduce((left, { bytes }) => left - bytes, limits.MAX_UPLOAD_BYTES)
    for (const [index, image] of images.entries()) {
      try {
        const head = image.read(0, Math.min(image.bytes, headBytes))
        const found = isPdfFile(head)
          ? await toPdfPages(image, options, leftBytes + image.bytes)
          : toPages(await inspectImage(image, head), image)
        // A PDF has another size without its password.
        leftBytes += image.bytes - (found[0]?.bytes ?? 0)
        pages.push(...found)
        requirePages(pages.length, limits)
      } catch (error) {
        if (!(error instanceof Problem) || images.length === 1) throw error
        throw new Problem(error.status, error.code, `File ${index + 1}: ${error.message}`)
      }
    }
    return pages
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unreadable-image'
}
