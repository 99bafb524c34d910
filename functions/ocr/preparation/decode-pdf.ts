import type { Rotation } from '../../shared/events/contract/rotation.ts'
import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { DeadlineError } from '../engine/engine.ts'
import { type Decoded, prepare, UnreadableImageError } from './decode.ts'

/**
 * Renders a page of a PDF, by number from 1, and prepares it like a picture, turned by `rotate`. Throws
 * UnreadableImageError for a broken page or document, DeadlineError for one that takes too long.
 */
export async function decodePdf(
  document: PdfDocument | PdfError,
  page: number,
  rotate: Rotation = 0,
): Promise<Decoded> {
  if (document instanceof PdfError) throw toReadingError(document)
  const samples = await document.render(page).catch((error) => {
    throw error instanceof PdfError ? toReadingError(error) : error
  })
  return prepare(samples, samples, rotate)
}

function toReadingError({ fault, message }: PdfError): Error {
  return fault === 'time' ? new DeadlineError() : new UnreadableImageError(message)
}
