import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { type Random, within } from './draw.ts'

/** Of the settings: larger files never reach the function. */
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

/** The picture as a file of one of the formats, of a size that an upload may have. */
export async function toFile(random: Random, picture: Sharp): Promise<Buffer> {
  const format = formats[random() % formats.length] ?? formats[0]
  // Not every format can have a side so long.
  const file = await format?.(picture.clone())
    .toBuffer()
    .catch(() => null)
  if (file && file.length <= maxImageBytes) return file
  return picture.toColourspace('b-w').png({ palette: true, colours: 2 }).toBuffer()
}

/** A sample in another format, cut short or with some of its bits turned over. */
export async function brokenFile(random: Random, samples: string[]): Promise<Buffer> {
  const sample = await readFile(samples[random() % samples.length] ?? '')
  const file = Buffer.from(await toFile(random, sharp(sample)))
  if (random() % 3 === 0) return file.subarray(0, within(random, 1, file.length - 1))
  // Half of them in the header, where most is believed.
  const reach = random() % 2 === 0 ? Math.min(200, file.length) : file.length
  for (let flips = within(random, 1, 20); flips > 0; flips -= 1) {
    const at = random() % reach
    file[at] = (file[at] ?? 0) ^ (1 << (random() % 8))
  }
  return file
}
