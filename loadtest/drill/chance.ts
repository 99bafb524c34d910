/** Random integer in [from, to], approximately uniform; `random` comes from createRandom. */
export function integerBetween(random: () => number, from: number, to: number): number {
  return from + Math.round((random() / 2 ** 32) * (to - from))
}

/** `count` items in random order; every item occurs before any repeats. */
export function inTurns<T>(items: readonly T[], count: number, random: () => number): T[] {
  const order = shuffle(items, random)
  return Array.from({ length: order.length > 0 ? count : 0 }, (_, index) => {
    return order[index % order.length] as T
  })
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
