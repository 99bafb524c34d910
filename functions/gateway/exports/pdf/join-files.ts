import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { createUploadBuffer, type UploadBufferDeps } from '../../uploads/buffer/upload-buffer.ts'
import { type CopyPdfs, createTurns, type PdfFiles, toFile, unsupported } from './copies.ts'
import { hasHiddenLayers } from './hidden-layers.ts'
import type { Part } from './parts.ts'
import type { OpenPicture } from './pictures/open-picture.ts'
import { picturesToPdf } from './pictures-to-pdf.ts'
import type { Copy } from './update/open-updatable.ts'

export interface JoinDeps extends UploadBufferDeps {
  copyPdfs: CopyPdfs
  /** Maximum size of the joined files together: PDFium has each of them in memory twice. */
  maxBytes: number
}

/** A document of several files, of which one is a PDF at least. */
export interface JoinedDocument {
  document: StoredDocument
  parts: Part[]
  openPicture: OpenPicture
}

/** The pages of a document as one PDF, without its words, until `gone` is aborted. Throws a problem. */
export type JoinFiles = (joined: JoinedDocument, gone: AbortSignal) => Promise<Copy>

export function createJoinFiles({ copyPdfs, maxBytes, ...deps }: JoinDeps): JoinFiles {
  // Many pictures take minutes, for which copies of other documents do not wait.
  const inTurn = createTurns()

  return async ({ document, parts, openPicture }, gone) => {
    const buffer = createUploadBuffer(deps)
    let total = 0

    function count(bytes: number): void {
      total += bytes
      if (total <= maxBytes) return
      throw unsupported(`Expected files of at most ${maxBytes} bytes together for one PDF`)
    }

    /** Pages of pictures, which may be larger once they are encoded anew. */
    async function* picturePages(from: number, to: number) {
      const pages = wordless(document, from, to)
      for await (const chunk of picturesToPdf(pages, openPicture, { isArchival: false })) {
        count(chunk.byteLength)
        yield chunk
      }
    }

    async function filesInOrder(): Promise<PdfFiles> {
      const pdfs = parts.flatMap(({ pdf }) => pdf ?? [])
      for (const pdf of pdfs) count(pdf.bytes)
      for (const pdf of pdfs) {
        if (await hasHiddenLayers(pdf)) throw unsupported('Expected PDFs without hidden layers')
      }
      const pictures = async (from: number, to: number) =>
        toFile(await buffer.receive(picturePages(from, to)))
      // The pages of the others are appended to it; it has the title, and no pages.
      const files: PdfFiles = [await pictures(0, 0)]
      for (const { pdf, from, to } of parts) files.push(pdf ?? (await pictures(from, to)))
      return files
    }

    try {
      return await copyPdfs(await inTurn(filesInOrder), gone)
    } finally {
      await buffer.close()
    }
  }
}

/** Pages of a document, by number, without words. */
function wordless(document: StoredDocument, from: number, to: number) {
  return {
    document,
    async *pages() {
      for (const page of document.pages.slice(Math.max(from - 1, 0), to)) {
        yield { ...page, text: null, words: [], wordsOmitted: false }
      }
    },
  }
}
