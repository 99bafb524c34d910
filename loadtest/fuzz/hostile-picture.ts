import sharp, { type Sharp } from 'sharp'
import { createRandom } from '../make-samples/random.ts'
import { draw, patterns, type Random, type Size, sizes } from './draw.ts'
import { brokenFile, toFile } from './files.ts'
import { glyphField } from './glyphs.ts'

export interface HostilePicture {
  /** Seed that recreates the picture. */
  seed: string
  /** Description of content and size. */
  what: string
  file: Buffer
}

/** A picture that is designed to break its reader, deterministic for a seed. */
export async function hostilePicture(seed: string, samples: string[]): Promise<HostilePicture> {
  const random = createRandom(seed)
  if (random() % 4 === 0) {
    return { seed, what: 'a broken sample', file: await brokenFile(random, samples) }
  }
  const [size, sizeName] = pick(random, sizes)
  const { width, height } = size(random)
  const { picture, shows } = drawn(random, { width, height })
  const what = `${shows}, ${sizeName}, ${width} × ${height} px`
  return { seed, what, file: await toFile(random, picture) }
}

function drawn(random: Random, size: Size): { picture: Sharp; shows: string } {
  // Letters take an engine the longest; larger fields would take minutes to draw.
  if (random() % 4 === 0 && size.width * size.height < 10_000_000) {
    return { picture: glyphField(random, size), shows: 'letters' }
  }
  const [pattern, shows] = pick(random, patterns)
  const raw = { ...size, channels: 1 } as const
  return { picture: sharp(draw(size, pattern(random)), { raw, limitInputPixels: false }), shows }
}

function pick<T>(random: Random, choices: Record<string, T>): [T, string] {
  const all = Object.entries(choices)
  const [name, choice] = all[random() % all.length] ?? all[0] ?? []
  if (name === undefined || choice === undefined) throw new Error('Expected a choice')
  return [choice, name]
}
