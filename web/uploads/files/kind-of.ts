/** Bytes at the beginning of a file that show its kind: a PDF may have up to 1,019 others before its header. */
export const headBytes = 1024

/** Signatures of the pictures that the server accepts, within the first 64 bytes. */
const signatures: RegExp[] = [
  /^\x89PNG\r\n.\n/,
  /^\xff\xd8\xff/,
  /^RIFF....WEBP/s,
  /^GIF8[79]a/,
  /^(II\*\0|MM\0\*)/,
  /^....ftyp(avi[fs]|hei[cxm]|mif1.{4}(.{4})*(avif|hei[cx]))/s,
]

/** Sizes that the second header of a BMP may have. */
const bmpHeaders = [12, 16, 40, 52, 56, 64, 108, 124]

/** Kind of a file by its first bytes, as the server tells it; null if the server would refuse it. */
export function kindOf(head: Uint8Array): 'picture' | 'pdf' | null {
  const text = String.fromCharCode(...head.subarray(0, headBytes))
  const start = text.slice(0, 64)
  const isBmp = /^BM.{13}\0{3}/s.test(start) && bmpHeaders.includes(head[14] ?? 0)
  if (isBmp || signatures.some((signature) => signature.test(start))) return 'picture'
  return text.includes('%PDF-') ? 'pdf' : null
}
