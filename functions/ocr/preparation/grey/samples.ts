import { safeSharp } from '../../../shared/pictures/safe-sharp.ts'
import type { Grey } from '../pixels.ts'

/** Raw output of sharp, a byte a sample: grey, or red, green and blue; then opacity, if any. */
export interface Samples {
  data: Uint8Array
  channels: 1 | 2 | 3 | 4
  width: number
  height: number
}

/** Source of the grey level: luminance, or red (0), green (1) or blue (2). */
export type Channel = 'luminance' | 0 | 1 | 2

/** Colour behind transparent pixels. */
export type Ground = '#fff' | '#000'

export function isColoured({ channels }: Samples): boolean {
  return channels >= 3
}

/** Whether the ground shows through any pixel. */
export function isTransparent({ data, channels }: Samples): boolean {
  if (channels % 2 === 1) return false
  for (let at = channels - 1; at < data.length; at += channels) {
    if ((data[at] ?? 255) < 128) return true
  }
  return false
}

export async function greyOf(
  { data, ...raw }: Samples,
  { channel, ground }: { channel: Channel; ground: Ground },
): Promise<Grey> {
  const { width, height, channels } = raw
  if (channels === 1) return { grey: data, width, height }
  const picture = safeSharp(data, { raw }).flatten({ background: ground })
  const grey =
    channel === 'luminance' ? picture.toColourspace('b-w') : picture.extractChannel(channel)
  return { grey: await grey.raw().toBuffer(), width, height }
}
