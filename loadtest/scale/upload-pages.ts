import { drawStubPage } from '../ocr/stub-page.ts'
import { uploadImages } from '../system/glyphflow.ts'

/** Uploads a document whose pages take the given ms each in the sleeping ocr; resolves with its id. */
export function uploadPages(url: string, pagesMs: number[]): Promise<string> {
  return uploadImages(
    url,
    pagesMs.map((number) => drawStubPage({ kind: 'page', number })),
  )
}
