import { setCallback } from './callback.ts'
import type { Pdfium } from './pdfium.ts'

/** Fills memory with the bytes of a document from offset `from`. */
export type ReadDocument = (memory: Uint8Array, from: number) => void

/** Read at a time; a stored original has chunks of this size. */
const blockBytes = 1024 * 1024

/**
 * Access to a document of `length` bytes that reads a block when PDFium needs it, and once: a page of a large document
 * does not wait for the rest of it. Returns the address of an FPDF_FILEACCESS, which is never freed:
 * https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h
 */
export function createFileAccess(pdfium: Pdfium, length: number, read: ReadDocument): number {
  // The system gives memory to the blocks that are written.
  const file = Buffer.alloc(length)
  const present = new Set<number>()

  function getBlock(_: number, position: number, memory: number, size: number): number {
    const [from, to] = [position >>> 0, (position >>> 0) + (size >>> 0)]
    if (to > length) return 0
    for (let at = from - (from % blockBytes); at < to; at += blockBytes) {
      if (present.has(at)) continue
      read(file.subarray(at, at + blockBytes), at)
      present.add(at)
    }
    pdfium.HEAPU8.set(file.subarray(from, to), memory >>> 0)
    return 1
  }

  const access = pdfium._malloc(12)
  new Uint32Array(pdfium.HEAPU8.buffer, access, 3).set([
    length,
    setCallback(pdfium, 4, (...[parameter = 0, position = 0, memory = 0, size = 0]) =>
      getBlock(parameter, position, memory, size),
    ),
  ])
  return access
}
