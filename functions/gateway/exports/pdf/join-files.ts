import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { requireWanted } from '../../documents/require-wanted.ts'
import { createUploadBuffer, type UploadBufferDeps } from '../../uploads/buffer/upload-buffer.ts'
import { type CopyPdfs, createTurns, type PdfFiles, toFile, unsupported } from './copies.ts'
import { hasHiddenLayers } from './hidden-layers.ts'
import type { Part } from './parts.ts'
import type { OpenPicture } from './pictures/open-picture.ts'
import { picturesToPdf } from './pictures-to-pdf.ts'
import type { Copy } from './update/open-updatable.ts'
import type { PdfFile } from './update/structure/file-reader.ts'
import { StructureError } from './update/structure/values.ts'

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
    /** To be closed when the files have been joined. */
    const opened: { close(): Promise<void> }[] = [buffer]
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

    /** The PDF, or a copy if it is broken or encrypted. */
    async function joinable(pdf: PdfFile): Promise<PdfFile> {
      requireWanted(gone)
      try {
        return await withoutHiddenLayers(pdf)
      } catch (error) {
        if (!(error instanceof StructureError)) throw error
      }
      const copy = await copyPdfs([pdf], gone)
      opened.push(copy)
      return withoutHiddenLayers(copy)
    }

    async function filesInOrder(): Promise<PdfFiles> {
      for (const { pdf } of parts) count(pdf?.bytes ?? 0)
      const pictures = async (from: number, to: number) =>
        toFile(await buffer.receive(picturePages(from, to)))
      // The pages of the others are appended to it; it has the title, and no pages.
      const files: PdfFiles = [await pictures(0, 0)]
      for (const { pdf, from, to } of parts) {
        files.push(pdf ? await joinable(pdf) : await pictures(from, to))
      }
      return files
    }

    try {
      return await copyPdfs(await inTurn(filesInOrder), gone)
    } catch (error) {
      throw error instanceof StructureError ? unsupported(error.message) : error
    } finally {
      for (const { close } of opened) await close()
    }
  }
}

async function withoutHiddenLayers(file: PdfFile): Promise<PdfFile> {
  if (await hasHiddenLayers(file)) throw unsupported('Expected PDFs without hidden layers')
  return file
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
