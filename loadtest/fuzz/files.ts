import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { type Random, within } from './draw.ts'

/** Below MAX_IMAGE_BYTES, so that every file reaches the function. */
const maxImageBytes = 8 * 1024 * 1024

const formats: ((picture: Sharp) => Sharp)[] = [
  (picture) => picture.png(),
  (picture) => picture.png({ palette: true, colours: 2 }),
  (picture) => picture.jpeg({ quality: 80 }),
  (picture) => picture.webp({ effort: 0 }),
  (picture) => picture.gif({ effort: 1 }),
  (picture) => picture.tiff({ compression: 'lzw' }),
  (picture) => picture.tiff({ compression: 'none' }),
  (picture) => picture.tiff({ compression: 'ccittfax4', bitdepth: 1 }),
]

/** Encodes the picture in a random format, within the size limit of an upload. */
export async function toFile(random: Random, picture: Sharp): Promise<Buffer> {
  const format = formats[random() % formats.length] ?? formats[0]
  // Some formats do not support such long sides.
  const file = await format?.(picture.clone())
    .toBuffer()
    .catch(() => null)
  if (file && file.length <= maxImageBytes) return file
  return picture.toColourspace('b-w').png({ palette: true, colours: 2 }).toBuffer()
}

/** A sample in another format, truncated or with flipped bits. */
export async function brokenFile(random: Random, samples: string[]): Promise<Buffer> {
  const sample = await readFile(samples[random() % samples.length] ?? '')
  const file = Buffer.from(await toFile(random, sharp(sample)))
  if (random() % 3 === 0) return file.subarray(0, within(random, 1, file.length - 1))
  // Half of the files have flips only in the header, which decoders trust most.
  const reach = random() % 2 === 0 ? Math.min(200, file.length) : file.length
  for (let flips = within(random, 1, 20); flips > 0; flips -= 1) {
    const at = random() % reach
    file[at] = (file[at] ?? 0) ^ (1 << (random() % 8))
  }
  return file
}
