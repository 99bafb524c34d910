import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'

/** Original of one page or several: a picture in memory, an opened PDF, or why a PDF cannot be opened. */
export type Original = Uint8Array | PdfDocument | PdfError

export function isPicture(original: Original): original is Uint8Array {
  return original instanceof Uint8Array
}

export function isPdf(original: Original): original is PdfDocument {
  return !isPicture(original) && !(original instanceof PdfError)
}

/** Whether the next pages can be read from it: the process of a PDF may have ended. */
export function isUsable(original: Original): boolean {
  return !isPdf(original) || original.isOpen()
}

/** Ends the process of an opened PDF. */
export function closeOriginal(original: Original): void {
  if (isPdf(original)) original.close()
}
