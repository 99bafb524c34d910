/**
 * Draws `count` integers below `size`, with replacement; deterministic for a seed.
 * The generator is mulberry32: 32 bits of state, sufficient for sampling images.
 */
export function draw(count: number, size: number, seed: number): number[] {
  let state = seed >>> 0
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * size)
  })
}
