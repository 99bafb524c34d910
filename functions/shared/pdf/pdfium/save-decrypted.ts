import { PdfError } from '../protocol.ts'
import type { Pdfium } from './pdfium.ts'

/** FPDF_REMOVE_SECURITY: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_save.h */
const removeSecurity = 3
const writerVersion = 1

/**
 * Module that exports the function that it imports, as C code calls functions of WebAssembly only:
 *
 *     (import "e" "f" (func (param i32 i32 i32) (result i32)))  (export "f" (func 0))
 */
const trampoline = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7f, 0x7f, 0x7f, 0x01, 0x7f],
  ...[0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
)
/**
 * PDFium's table of functions does not grow; its first slot is empty, because its address is that of a null pointer.
 */
const freeSlot = 0

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
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(trampoline), {
    e: { f: writeBlock },
  })
  pdfium.wasmExports.__indirect_function_table.set(freeSlot, exports.f)
  const writer = pdfium._malloc(8)
  new Int32Array(pdfium.HEAPU8.buffer, writer, 2).set([writerVersion, freeSlot])
  const isSaved = pdfium._FPDF_SaveAsCopy(document, writer, removeSecurity)
  if (length > maxBytes) throw new PdfError('size')
  if (!isSaved) throw new PdfError('broken')
  return parts
}
