/** Difference between the two clocks at which the system's has been set. */
const maxDriftMs = 1

/**
 * Time of day in ms with fractions: the system's clock, which the processes of a machine share, in the resolution of
 * the monotonic one. Follows the system's clock when it is set.
 */
export function createClock(
  { wall, monotonic } = { wall: Date.now, monotonic: () => performance.now() },
): () => number {
  let offsetMs = Number.NEGATIVE_INFINITY
  return () => {
    const elapsedMs = monotonic()
    const wallMs = wall()
    // The system's clock has whole milliseconds: equal clocks differ by less than one.
    const aheadMs = offsetMs + elapsedMs - wallMs
    if (aheadMs < 0 || aheadMs > maxDriftMs) offsetMs = wallMs - elapsedMs
    return offsetMs + elapsedMs
  }
}
