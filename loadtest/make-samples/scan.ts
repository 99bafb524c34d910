import sharp, { type Sharp } from 'sharp'
import type { Look } from './looks.ts'
import { bell, createRandom } from './random.ts'

/** Simulates a scan of the page, skewed by `turn` degrees. */
export async function scan(
  png: Uint8Array,
  look: Look,
  turn: number,
  seed: string,
): Promise<Sharp> {
  const space = look.colour === 'colour' ? 'srgb' : 'b-w'
  const turned = sharp(png).flatten({ background: '#fff' }).rotate(turn, { background: '#fff' })
  if (look.blur > 0) turned.blur(look.blur)
  const { data, info } = await turned
    .toColourspace(space)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  expose(data, { width, height, channels }, look, seed)
  return sharp(data, { raw: { width, height, channels } }).toColourspace(space)
}

function expose(
  data: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  look: Look,
  seed: string,
): void {
  const random = createRandom(seed)
  for (let at = 0; at < data.length; at += channels) {
    const pixel = at / channels
    const x = pixel % width
    const y = (pixel - x) / width
    const light = 1 - (look.shade * (x / width + y / height)) / 2
    const grain = look.grain * bell(random)
    for (let channel = 0; channel < channels; channel++) {
      const white = look.paper[channel] ?? 255
      const level = look.ink + ((data[at + channel] ?? 0) / 255) * (white - look.ink)
      const seen = level * light + grain
      data[at + channel] =
        look.colour === 'bitonal' ? (seen < 140 ? 0 : 255) : Math.min(255, Math.max(0, seen))
    }
  }
}
