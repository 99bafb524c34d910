/** Random integers below 2^32, deterministic for a seed. */
export type Random = () => number

export interface Size {
  width: number
  height: number
}

/** Grey value of the pixel at x and y. */
type Shade = (x: number, y: number) => number

export function within(random: Random, min: number, max: number): number {
  return min + (random() % (max - min + 1))
}

export function oneOf<T>(random: Random, [first, ...others]: [T, ...T[]]): T {
  return others[(random() % (others.length + 1)) - 1] ?? first
}

/**
 * Text-free patterns that are expensive for page segmentation: specks, grids, rules. By name, with random parameters.
 */
export const patterns: Record<string, (random: Random) => Shade> = {
  black: () => () => 0,
  white: () => () => 255,
  noise: (random) => () => random() & 255,
  specks(random) {
    const part = 2 ** within(random, 24, 31)
    return () => (random() < part ? 0 : 255)
  },
  checkerboard(random) {
    const cell = 2 ** within(random, 0, 6)
    return (x, y) => ((Math.floor(x / cell) + Math.floor(y / cell)) & 1) * 255
  },
  dots(random) {
    const step = within(random, 2, 40)
    const dot = within(random, 1, step - 1)
    return (x, y) => (x % step < dot && y % step < dot ? 0 : 255)
  },
  grid(random) {
    const step = within(random, 2, 60)
    return (x, y) => (x % step === 0 || y % step === 0 ? 0 : 255)
  },
  'lines across': (random) => {
    const step = within(random, 1, 40)
    return (_, y) => (Math.floor(y / step) & 1) * 255
  },
  'lines down': (random) => {
    const step = within(random, 1, 40)
    return (x) => (Math.floor(x / step) & 1) * 255
  },
  diagonals(random) {
    const step = within(random, 1, 40)
    return (x, y) => (Math.floor((x + y) / step) & 1) * 255
  },
  gradient: () => (x, y) => (x + y) & 255,
}

export function draw({ width, height }: Size, shade: Shade): Uint8Array {
  const grey = new Uint8Array(width * height)
  let at = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      grey[at] = shade(x, y)
      at += 1
    }
  }
  return grey
}

/** Sizes of untrusted uploads, up to the limits. */
export const sizes: Record<string, (random: Random) => Size> = {
  small: (random) => ({ width: within(random, 1, 100), height: within(random, 1, 100) }),
  page: (random) => ({ width: within(random, 300, 2500), height: within(random, 300, 2500) }),
  'one row': (random) => ({ width: within(random, 1, 30_000), height: 1 }),
  'one column': (random) => ({ width: 1, height: within(random, 1, 30_000) }),
  ribbon: (random) => ({ width: within(random, 5000, 30_000), height: within(random, 2, 200) }),
  tape: (random) => ({ width: within(random, 2, 200), height: within(random, 5000, 30_000) }),
  'widest at the limits': () => ({ width: 30_000, height: 1333 }),
  'highest at the limits': () => ({ width: 1333, height: 30_000 }),
  'unscaled at the longest': () => ({ width: 30_000, height: 400 }),
  'largest square': () => ({ width: 6324, height: 6324 }),
}
