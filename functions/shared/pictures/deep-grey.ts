import type { Metadata, Sharp } from 'sharp'
import { safeSharp } from './safe-sharp.ts'

/** Samples of 32 bits, by the names of libvips. */
const arrays = { int: Int32Array, uint: Uint32Array, float: Float32Array }

/** Bytes per pixel that `scaledGrey` holds. */
export const deepGreyBytes = 5

/** Type of the samples of a grey picture of 32 bits, which libvips would cut off at 255; null for others. */
export function deepGreyOf({
  channels,
  depth,
}: Pick<Metadata, 'channels' | 'depth'>): keyof typeof arrays | null {
  const isDeep = depth === 'int' || depth === 'uint' || depth === 'float'
  return channels === 1 && isDeep ? depth : null
}

/**
 * The picture in 8 bits, decoded. Rejects if a sample is infinite or not a number. Samples from the least to the
 * greatest become black to white: few files use all 32 bits. Floats are from 0 to 1, unless one is not.
 */
export async function scaledGrey(picture: Sharp, depth: keyof typeof arrays): Promise<Sharp> {
  const { data, info } = await picture
    .toColourspace('b-w')
    .raw({ depth })
    .toBuffer({ resolveWithObject: true })
  const samples = new arrays[depth](data.buffer, data.byteOffset, data.length / 4)
  const { least, greatest } = extremesOf(samples)
  const isUnit = depth === 'float' && least >= 0 && greatest <= 1
  const [black, white] = isUnit ? [0, 1] : [least, greatest]
  const grey = new Uint8Array(samples.length).fill(255)
  // All samples may be equal.
  const factor = white > black ? 255 / (white - black) : null
  for (let at = 0; factor !== null && at < samples.length; at += 1) {
    grey[at] = Math.round(((samples[at] ?? 0) - black) * factor)
  }
  return safeSharp(grey, { raw: { width: info.width, height: info.height, channels: 1 } })
}

/** With an index: an iterator takes several times as long. */
function extremesOf(samples: Int32Array | Uint32Array | Float32Array) {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0
    if (!Number.isFinite(sample))
      throw new Error(`Expected samples that are numbers, got ${sample}`)
    if (sample < least) least = sample
    if (sample > greatest) greatest = sample
  }
  return { least, greatest }
}
