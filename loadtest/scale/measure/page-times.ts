import { createRandom } from '../../make-samples/random.ts'

/** Share of real pages that take about ten times the median. */
const longShare = 0.02
const longFactor = 10
/** Standard deviation of the logarithm: two of three pages take between 0.7 and 1.4 times the median. */
const spread = 0.35

/** Durations of `count` pages in whole ms, with the skew of real pages; deterministic for a seed. */
export function drawPageTimes(seed: string, count: number, medianMs: number): number[] {
  const random = createRandom(`page times ${seed}`)
  const uniform = () => (random() + 0.5) / 2 ** 32
  return Array.from({ length: count }, () => {
    const factor = uniform() < longShare ? longFactor : 1
    // https://en.wikipedia.org/wiki/Box%E2%80%93Muller_transform
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    return Math.max(Math.round(medianMs * factor * Math.exp(spread * normal)), 1)
  })
}
