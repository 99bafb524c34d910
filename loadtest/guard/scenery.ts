import sharp from 'sharp'

export interface Scenery {
  width: number
  height: number
  /** RGB of the lowest and of the highest points. */
  from: readonly number[]
  to: readonly number[]
}

/** Synthetic photograph from fractal noise: hills and clouds between two colours. */
export async function toDataUrl(
  { width, height, from, to }: Scenery,
  random: () => number,
): Promise<string> {
  const octaves = [3, 6, 12, 24, 48, 96, 192].map((cells, octave) => ({
    cells,
    weight: 0.34 * 0.68 ** octave,
    values: Array.from({ length: (cells + 1) ** 2 }, () => random() / 2 ** 32),
  }))
  const rgb = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let share = 0
      for (const { cells, weight, values } of octaves) {
        const [u, v] = [(x / width) * cells, (y / height) * cells]
        const [i, j] = [Math.floor(u), Math.floor(v)]
        const value = (a: number, b: number) => values[b * (cells + 1) + a] ?? 0
        const above = value(i, j) + (u - i) * (value(i + 1, j) - value(i, j))
        const below = value(i, j + 1) + (u - i) * (value(i + 1, j + 1) - value(i, j + 1))
        share += weight * (above + (v - j) * (below - above))
      }
      for (let channel = 0; channel < 3; channel++) {
        const [low = 0, high = 0] = [from[channel], to[channel]]
        rgb[(y * width + x) * 3 + channel] = low + Math.min(share, 1) * (high - low)
      }
    }
  }
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
  return `data:image/jpeg;base64,${bytes.toString('base64')}`
}
