import { resolutionOf } from './resolution.ts'

/** Heights of a pixel to its width that are taken for squares: those of a fine fax are 1.04. */
const nearlySquare = 1.1
/** Standard faxes have 2.08; more than this is a mistake in the file. */
const maxAspect = 3

/**
 * Height of a pixel of a stored picture for a width of 1, as its file tells by different
 * resolutions across and down: standard faxes have 204 × 98 dots an inch. 1 where it tells nothing.
 */
export function pixelAspect(image: Uint8Array): number {
  const { across, down } = resolutionOf(image) ?? { across: 1, down: 1 }
  const aspect = across / down
  const ratio = Math.max(aspect, 1 / aspect)
  return ratio > nearlySquare && ratio < maxAspect ? aspect : 1
}
