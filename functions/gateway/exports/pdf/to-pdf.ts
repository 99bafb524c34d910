import type { Exported } from '../exported.ts'
import type { Originals } from './originals.ts'
import { picturesToPdf } from './pictures-to-pdf.ts'
import { toUpdatedPdf } from './update/to-updated-pdf.ts'

/** The document as a searchable PDF. Throws a 409 problem if its PDFs cannot be written with the words. */
export async function* toPdf(exported: Exported, originals: Originals): AsyncGenerator<Uint8Array> {
  const pdf = await originals.pdf(exported.document)
  if (pdf) yield* toUpdatedPdf(exported, pdf)
  else yield* picturesToPdf(exported, originals.openPicture, { isArchival: true })
}
