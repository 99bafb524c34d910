import { resolutionOf } from '../../../shared/pictures/resolution.ts'

/** Largest ratio of the sides of a pixel that counts as square; a fine fax has 1.04. */
const maxSquareRatio = 1.1
/** Larger ratios are errors in the file; a standard fax has 2.08. */
const maxRatio = 3

/**
 * Height of a stored pixel divided by its width, from the resolutions in the file: a standard fax
 * has 204 × 98 dpi. 1 where the file has none.
 */
export function pixelAspect(image: Uint8Array, page = 1): number {
  const { across, down } = resolutionOf(image, page) ?? { across: 1, down: 1 }
  const aspect = across / down
  const ratio = Math.max(aspect, 1 / aspect)
  return ratio > maxSquareRatio && ratio < maxRatio ? aspect : 1
}
