import { drawStubPage } from '../ocr/stub-page.ts'
import { uploadImages } from '../system/glyphflow.ts'

/** Uploads a document of pages that take so many ms each in sleeping-ocr; resolves with its id. */
export function uploadPages(url: string, pagesMs: number[]): Promise<string> {
  return uploadImages(
    url,
    pagesMs.map((number) => drawStubPage({ kind: 'page', number })),
  )
}
