import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import { DeletedError, type Store } from '../../../shared/store/store.ts'
import type { StoredOriginal } from '../../../shared/store/values/stored.ts'

/** Consecutive pages of a document: those of one PDF, or of pictures. */
export interface Part {
  /** Null for pictures. */
  pdf: StoredOriginal | null
  /** Number of its first page. */
  from: number
  /** Number of its last page. */
  to: number
}

/** Parts of a document with so many pages, in order. Rejects like the store, and if the document is deleted. */
export async function partsOf(
  store: Pick<Store, 'original'>,
  documentId: string,
  pageCount: number,
): Promise<Part[]> {
  const parts: Part[] = []
  for (let page = 1; page <= pageCount; page += 1) {
    const original = await store.original(documentId, page)
    if (original === null) throw new DeletedError('The document was deleted during the read')
    const pdf = original.mediaType === pdfMediaType ? original : null
    const isFirst = (original.originalPage ?? 1) === 1
    const part = parts.at(-1)
    if (part && (pdf === null ? part.pdf === null : !isFirst)) part.to = page
    else parts.push({ pdf, from: page, to: page })
  }
  return parts
}
