import { PdfError } from '../protocol.ts'
import { setCallback } from './callback.ts'
import type { Pdfium } from './pdfium.ts'

/** FPDF_REMOVE_SECURITY: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_save.h */
const removeSecurity = 3
const writerVersion = 1

/**
 * Saves a document without encryption, in parts. Throws PdfError if PDFium does not save it, or it has more than
 * `maxBytes`: streams that overlap in a document are saved one by one.
 */
export function saveDecrypted(pdfium: Pdfium, document: number, maxBytes: number): Buffer[] {
  const parts: Buffer[] = []
  let length = 0
  const writeBlock = (_writer: number, data: number, bytes: number) => {
    length += bytes
    if (length > maxBytes) return 0
    parts.push(Buffer.from(pdfium.HEAPU8.subarray(data, data + bytes)))
    return 1
  }
  const write = setCallback(pdfium, 3, writeBlock)
  const writer = pdfium._malloc(8)
  new Int32Array(pdfium.HEAPU8.buffer, writer, 2).set([writerVersion, write])
  const isSaved = pdfium._FPDF_SaveAsCopy(document, writer, removeSecurity)
  if (length > maxBytes) throw new PdfError('size')
  if (!isSaved) throw new PdfError('broken')
  return parts
}
