export const pdfMediaType = 'application/pdf'

/** A PDF may have up to 1,019 bytes of something else before its header, as PDFium and other readers accept. */
const headerBytes = 1024

/** Whether the beginning of a file has the header of a PDF. */
export function isPdf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, headerBytes)).includes('%PDF-')
}
