import type { Pixels } from '../../pixels.ts'
import { UnreadableImageError } from '../engine.ts'

/**
 * The pixels of a PGM as `toPgm` writes it, not copied. Throws UnreadableImageError for anything else: native
 * code believes the measures.
 */
export function fromPgm(image: Uint8Array): Pixels {
  const start = Buffer.from(image.subarray(0, 40)).toString('latin1')
  const [header, width, height] = /^P5\n(\d{1,6}) (\d{1,6})\n255\n/.exec(start) ?? []
  const grey = image.subarray(header?.length ?? 0)
  const pixels = { grey, width: Number(width), height: Number(height) }
  if (header && pixels.width * pixels.height === grey.length && grey.length > 0) return pixels
  throw new UnreadableImageError('Expected a PGM with all of its pixels')
}
