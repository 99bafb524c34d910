import type { Metadata } from 'sharp'
import { openPicture } from '../../../../shared/pictures/picture.ts'
import { type PixelLimits, requireBounded } from '../../../../shared/pictures/pixel-limits.ts'

/**
 * The pixels of a page of a picture that a PDF cannot hold as it is, without loss: upright, on white, as a PNG, or as a
 * TIFF of CCITT Group 4 if they are only black and white. Rejects if the picture cannot be decoded.
 */
export async function reencode(
  image: Uint8Array,
  limits: PixelLimits,
  page: number,
): Promise<{ header: Metadata; encoded: Uint8Array }> {
  const { header, picture } = await openPicture(image, limits.maxPixels, page)
  requireBounded(header, image, limits, page)
  const onWhite = picture.flatten({ background: '#fff' })
  if (isBitonal(header)) {
    const options = { compression: 'ccittfax4', bitdepth: 1 } as const
    return { header, encoded: await onWhite.toColourspace('b-w').tiff(options).toBuffer() }
  }
  const isGrey = header.space === 'b-w' || header.space === 'grey16'
  const encoded = await onWhite
    .toColourspace(isGrey ? 'b-w' : 'srgb')
    // Level 9 takes seven times as long, for a tenth less.
    .png({ compressionLevel: 4, adaptiveFiltering: true })
    .toBuffer()
  return { header, encoded }
}

function isBitonal({ format, bitsPerSample, space, hasAlpha }: Metadata): boolean {
  return format === 'tiff' && bitsPerSample === 1 && space === 'b-w' && !hasAlpha
}
