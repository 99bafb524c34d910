import type { Exported } from '../exported.ts'
import type { Originals } from './originals.ts'
import { picturesToPdf } from './pictures-to-pdf.ts'
import { toUpdatedPdf } from './update/to-updated-pdf.ts'

/** The document as a searchable PDF. Throws a 409 problem if it has a PDF and other files. */
export async function* toPdf(exported: Exported, originals: Originals): AsyncGenerator<Uint8Array> {
  const pdf = await originals.pdf(exported.document.pages.length)
  yield* pdf ? toUpdatedPdf(exported, pdf) : picturesToPdf(exported, originals.openPicture)
}
