import sharp, { type Sharp } from 'sharp'

/** A photograph of no place, as fractal noise gives it: hills and clouds between two colours. */
export async function scenery(
  width: number,
  height: number,
  random: () => number,
  colours: readonly [readonly number[], readonly number[]],
): Promise<Sharp> {
  const [from, to] = colours
  const level = Buffer.alloc(width * height)
  const octaves = [3, 6, 12, 24, 48, 96, 192].map((cells, octave) => ({
    cells,
    weight: 0.34 * 0.68 ** octave,
    values: Array.from({ length: (cells + 1) ** 2 }, () => (random() % 256) / 255),
  }))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (const { cells, weight, values } of octaves) {
        const [u, v] = [(x / width) * cells, (y / height) * cells]
        const [i, j] = [Math.floor(u), Math.floor(v)]
        const value = (a: number, b: number) => values[b * (cells + 1) + a] ?? 0
        const top = value(i, j) + (u - i) * (value(i + 1, j) - value(i, j))
        const below = value(i, j + 1) + (u - i) * (value(i + 1, j + 1) - value(i, j + 1))
        sum += weight * (top + (v - j) * (below - top))
      }
      level[y * width + x] = 255 * Math.min(sum, 1)
    }
  }
  const rgb = Buffer.alloc(width * height * 3)
  for (const [at, share] of level.entries()) {
    for (let channel = 0; channel < 3; channel++) {
      const [low = 0, high = 0] = [from[channel], to[channel]]
      rgb[at * 3 + channel] = low + (share / 255) * (high - low)
    }
  }
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}
