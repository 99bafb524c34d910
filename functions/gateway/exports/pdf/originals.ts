import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { type CopiesDeps, createCopyPdfs } from './copies.ts'
import { createJoinFiles } from './join-files.ts'
import { partsOf } from './parts.ts'
import {
  createOpenPictures,
  type OpenPicture,
  type OpenPicturesDeps,
} from './pictures/open-picture.ts'
import type { OriginalPdf } from './update/open-updatable.ts'

/** Originals of one document, for its PDF. */
export interface Originals {
  openPicture: OpenPicture
  /** The pages of the document as a PDF, without its words; null if none of its originals is a PDF. */
  pdf(document: StoredDocument): Promise<OriginalPdf | null>
}

/** Opens the originals of one document, until `gone` is aborted. */
export type OpenOriginals = (documentId: string, gone: AbortSignal) => Originals

export function createOpenOriginals(deps: OpenPicturesDeps & CopiesDeps): OpenOriginals {
  const openPictures = createOpenPictures(deps)
  const copyPdfs = createCopyPdfs(deps)
  const maxBytes = Math.floor(deps.settings.MAX_PDF_BYTES / 2)
  const joinFiles = createJoinFiles({ ...deps, copyPdfs, maxBytes })

  return (documentId, gone) => {
    const openPicture = openPictures(documentId, gone)
    return {
      openPicture,
      async pdf(document) {
        const pageCount = document.pages.length
        const last = await deps.store.original(documentId, pageCount)
        const isPdf = last?.mediaType === pdfMediaType
        if (last && isPdf && (last.originalPage ?? 1) === pageCount) {
          return { file: last, copy: async () => copyPdfs([last], gone) }
        }
        const parts = await partsOf(deps.store, documentId, pageCount)
        if (parts.every(({ pdf }) => pdf === null)) return null
        return { file: null, copy: () => joinFiles({ document, parts, openPicture }, gone) }
      },
    }
  }
}
