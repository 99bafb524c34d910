import sharp from 'sharp'
import type { Look } from '../make-samples/looks.ts'
import { bell } from '../make-samples/random.ts'
import { scan } from '../make-samples/scan.ts'
import type { Finish } from './picture.ts'
import { warp } from './warp.ts'

/** The screen unchanged, with greyscale antialiasing. */
export const screenshot: Finish = async (png) => sharp(png).removeAlpha()

export const withAlpha: Finish = async (png) => sharp(png)

/**
 * Subpixel rendering with coloured fringes: drawn at three times the width, each channel is sampled from its own third
 * of a pixel by FreeType's default filter.
 * https://freetype.org/freetype2/docs/reference/ft2-lcd_rendering.html
 */
export const subpixels: Finish = async (png) => {
  const { width = 0, height = 0 } = await sharp(png).metadata()
  const size = { width: Math.floor(width / 3), height: Math.floor(height / 3) }
  const { data } = await sharp(png)
    .removeAlpha()
    .resize(size.width * 3, size.height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const filter = [0x08, 0x4d, 0x56, 0x4d, 0x08]
  const out = Buffer.alloc(size.width * size.height * 3)
  const last = size.width * 3 - 1
  for (let y = 0; y < size.height; y++) {
    for (let third = 0; third <= last; third++) {
      const channel = third % 3
      let sum = 0
      for (const [tap, weight] of filter.entries()) {
        const x = Math.min(last, Math.max(0, third + tap - 2))
        sum += weight * (data[(y * (last + 1) + x) * 3 + channel] ?? 0)
      }
      out[y * (last + 1) + third] = Math.round(sum / 256)
    }
  }
  return sharp(out, { raw: { ...size, channels: 3 } })
}

/** A scanned page, skewed by up to `maxTurn` degrees. */
export function scanned(look: Look, maxTurn = 0): Finish {
  return (png, { int }) => {
    const turn = (int(-100, 100) / 100) * maxTurn
    return scan(png, look, turn, String(int(0, 2 ** 31)))
  }
}

/** A fax of standard resolution has half as many lines as dots per inch: its pixels are not square. */
export function faxed(look: Look, isStandard: boolean): Finish {
  return async (png, writer) => {
    if (!isStandard) return scanned(look, 0.6)(png, writer)
    const { width = 0, height = 0 } = await sharp(png).metadata()
    const squeezed = sharp(png).resize(width, Math.round(height / 2), { fit: 'fill' })
    return scanned(look)(await squeezed.png().toBuffer(), writer)
  }
}

export interface Photograph {
  /** Maximum displacement of each corner, as a share of the page's side. */
  tilt: number
  /** Share of the light in a soft-edged shadow; 1 for no shadow. */
  shadow: number
  /** Share of the light in the darkest corner. */
  corner: number
  /** Standard deviation in px. */
  blur: number
  /** Standard deviation in levels. */
  grain: number
}

/** A page photographed from above on a dark table. */
export function photographed({ tilt, shadow, corner, blur, grain }: Photograph): Finish {
  return async (png, { random, int }) => {
    const { data, info } = await warp(png, tilt, int)
    const { width, height, channels } = info
    const edge = { at: int(30, 70) / 100, slope: int(-60, 60) / 100, soft: int(3, 12) / 100 }
    for (let at = 0; at < data.length; at += channels) {
      const pixel = at / channels
      const x = (pixel % width) / width
      const y = Math.floor(pixel / width) / height
      const fall = 1 - (1 - corner) * ((x - 0.3) ** 2 + (y - 0.3) ** 2)
      const inside = (x + edge.slope * (y - 0.5) - edge.at) / edge.soft
      const light = fall * (1 - (1 - shadow) * Math.min(1, Math.max(0, inside)))
      for (let channel = 0; channel < channels; channel++) {
        // Warm light: paper is not white.
        const tint = [0.95, 0.92, 0.85][channel] ?? 1
        const ink = 24 + ((data[at + channel] ?? 0) / 255) * 222
        data[at + channel] = clamp(ink * tint * light + grain * bell(random))
      }
    }
    const picture = sharp(data, { raw: { width, height, channels } })
    return blur > 0 ? picture.blur(blur) : picture
  }
}

function clamp(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)))
}
