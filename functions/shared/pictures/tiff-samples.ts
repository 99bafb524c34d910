import type { Metadata, Sharp } from 'sharp'
import { safeSharp } from './safe-sharp.ts'
import type { TiffLayout } from './tiff-layout.ts'

type SampleHeader = Pick<Metadata, 'channels'> & Partial<Pick<Metadata, 'space'>>

/**
 * Whether a TIFF has extra samples that are not transparency. libvips takes the last sample for it whatever
 * ExtraSamples says, and sharp multiplies the colours by it before it can be removed.
 */
export function hasPadding(header: SampleHeader, layout: TiffLayout | null): boolean {
  const extraSamples = header.channels - coloursOf(header)
  return extraSamples > 1 || (extraSamples === 1 && layout?.hasAlpha === false)
}

/** Bytes per pixel that `withoutPadding` holds. */
export function unpaddedBytes(header: SampleHeader): number {
  return Math.min(coloursOf(header), 3)
}

/** The colours alone, decoded. */
export async function withoutPadding(picture: Sharp, header: SampleHeader): Promise<Sharp> {
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace(coloursOf(header) === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return safeSharp(data, { raw: { width, height, channels } })
}

function coloursOf({ space }: SampleHeader): number {
  if (space === 'b-w' || space === 'grey16') return 1
  return space === 'cmyk' ? 4 : 3
}
