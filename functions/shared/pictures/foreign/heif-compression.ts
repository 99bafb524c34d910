/** Type of a coded item, by versions 2 and 3 of ItemInfoEntry: ISO/IEC 14496-12, 8.11.6. */
const codedItem = /infe.{8}(..)?(hvc1|av01)/s
const maxHeaderBytes = 65_536

/**
 * Compression of a HEIF by its first coded item, null if it is not found: sharp tells it by the major brand, and `mif1` is
 * that of both an AVIF and a HEIC.
 */
export function heifCompression(image: Uint8Array): 'hevc' | 'av1' | null {
  const start = Buffer.from(image.subarray(0, maxHeaderBytes)).toString('latin1')
  const [, , type] = codedItem.exec(start) ?? []
  if (type === undefined) return null
  return type === 'hvc1' ? 'hevc' : 'av1'
}
