/**
 * Random integers below 2^32, deterministic for a seed (FNV-1a into mulberry32). Each picture is seeded by its name,
 * so that adding one does not change the others.
 */
export function createRandom(seed: string): () => number {
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Approximately normal, mean 0 and deviation 1: the sum of a number's four bytes, fast enough for megapixels. */
export function bell(random: () => number): number {
  const bits = random()
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24)
  return (sum - 510) / 147.8
}
