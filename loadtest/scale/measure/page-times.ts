import { createRandom } from '../../make-samples/random.ts'

/** Of real pages one in fifty takes about ten times as long as the one in the middle. */
const longShare = 0.02
const longFactor = 10
/** Deviation of the logarithm: two of three pages take between 0.7 and 1.4 times the median. */
const spread = 0.35

/** How long so many pages take, in whole ms, as skewed as those of real pages; the same for the same seed. */
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
