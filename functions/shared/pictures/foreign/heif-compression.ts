/** Type of a coded item, by versions 2 and 3 of ItemInfoEntry: ISO/IEC 14496-12, 8.11.6. */
const codedItem = /infe.{8}(..)?(hvc1|av01)/s
const maxHeaderBytes = 65_536
/** In a decoder configuration record of HEVC, before the bits of luma: ISO/IEC 14496-15, 8.3.3.1. */
const chromaFormats = ['4:0:0', '4:2:0', '4:2:2', '4:4:4']
const chromaFormatAt = 16

/**
 * Compression of a HEIF by its first coded item, null if it is not found: sharp tells it by the major brand, and `mif1`
 * is that of both an AVIF and a HEIC.
 */
export function heifCompression(image: Uint8Array): 'hevc' | 'av1' | null {
  const start = Buffer.from(image.subarray(0, maxHeaderBytes)).toString('latin1')
  const [, , type] = codedItem.exec(start) ?? []
  if (type === undefined) return null
  return type === 'hvc1' ? 'hevc' : 'av1'
}

/** Format of the samples of the first HEVC item of a HEIF; null if it is not found. */
export function hevcFormat(image: Uint8Array): { chromaSubsampling: string; bits: number } | null {
  const start = Buffer.from(image.subarray(0, maxHeaderBytes))
  const at = start.indexOf('hvcC') + 'hvcC'.length + chromaFormatAt
  const chromaSubsampling = chromaFormats[(start[at] ?? 0) & 3]
  const lessEight = start[at + 1]
  if (at < chromaFormatAt + 'hvcC'.length || lessEight === undefined) return null
  return { chromaSubsampling: chromaSubsampling ?? '', bits: 8 + (lessEight & 7) }
}
