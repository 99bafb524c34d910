/**
 * Figures of the system that Glyphflow replaces, from its report: 100 random images, seconds an image by number of
 * Spark executors.
 */
export const oldSystem: ReadonlyMap<number, number> = new Map([
  [2, 6.78],
  [3, 4.8],
  [4, 3.65],
  [5, 3.48],
])

/** Share of the speed that its executors would have had if each had worked as fast as one of two. */
export function oldShareOfIdeal(executors: number): number | null {
  const [two, seconds] = [oldSystem.get(2), oldSystem.get(executors)]
  return two && seconds ? (two * 2) / executors / seconds : null
}
