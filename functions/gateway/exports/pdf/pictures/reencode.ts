import type { Metadata } from 'sharp'
import { openPicture } from '../../../../shared/pictures/picture.ts'
import type { PixelLimits } from '../../../../shared/pictures/pixel-limits.ts'

/** At which no loss is seen. */
const jpegQuality = 90

/**
 * The pixels of a page of a picture that a PDF cannot hold as it is: upright, on white, as a PNG without loss, as a TIFF
 * of CCITT Group 4 if they are only black and white, or as a JPEG if they were coded with loss before. Rejects if the
 * picture cannot be decoded.
 */
export async function reencode(
  image: Uint8Array,
  limits: PixelLimits,
  page: number,
): Promise<{ header: Metadata; encoded: Uint8Array }> {
  const { header, picture } = await openPicture(image, limits, page)
  const onWhite = picture.flatten({ background: '#fff' })
  if (isBitonal(header)) {
    const options = { compression: 'ccittfax4', bitdepth: 1 } as const
    return { header, encoded: await onWhite.toColourspace('b-w').tiff(options).toBuffer() }
  }
  const isGrey = header.space === 'b-w' || header.space === 'grey16'
  const inColour = onWhite.toColourspace(isGrey ? 'b-w' : 'srgb')
  const encoder = isLossy(header, image)
    ? inColour.jpeg({ quality: jpegQuality })
    : // Level 9 takes seven times as long, for a tenth less.
      inColour.png({ compressionLevel: 4, adaptiveFiltering: true })
  return { header, encoded: await encoder.toBuffer() }
}

/** HEIC of cameras, whose colours have a quarter of the pixels, and WebP with a frame of VP8. AVIF may be lossless. */
function isLossy({ format, hasAlpha, chromaSubsampling }: Metadata, image: Uint8Array): boolean {
  if (hasAlpha) return false
  // Known of a HEIC only.
  if (format === 'heif') return chromaSubsampling === '4:2:0'
  return format === 'webp' && webpFrameOf(image) === 'VP8 '
}

/** Type of the first chunk with pixels: https://developers.google.com/speed/webp/docs/riff_container */
function webpFrameOf(image: Uint8Array): string | null {
  const riff = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
  for (let at = 12; at + 8 <= riff.length; ) {
    const type = riff.toString('latin1', at, at + 4)
    if (type.startsWith('VP8') && type !== 'VP8X') return type
    const bytes = riff.readUInt32LE(at + 4)
    at += 8 + bytes + (bytes % 2)
  }
  return null
}

function isBitonal({ format, bitsPerSample, space, hasAlpha }: Metadata): boolean {
  return format === 'tiff' && bitsPerSample === 1 && space === 'b-w' && !hasAlpha
}
