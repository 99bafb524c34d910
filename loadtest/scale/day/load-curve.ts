import { createRandom } from '../../make-samples/random.ts'
import { drawPageTimes } from '../measure/page-times.ts'

/** Upload of a page; `atMs` is relative to the start of the day. */
export interface Arrival {
  atMs: number
  sleepMs: number
}

export const daySeconds = 60

/** Uploads per second, linear between two rates. */
const stretches = [
  { from: 4, to: 14, rates: [1, 10] },
  { from: 14, to: 18, rates: [10, 4] },
  { from: 34, to: 44, rates: [6, 8] },
  { from: 44, to: 50, rates: [8, 0] },
] as const
/** Pages uploaded together. The pauses in between are long enough for all services to scale to zero. */
const bursts = [
  { at: 18, pages: 80 },
  { at: 39, pages: 60 },
] as const

/** A day in a minute: a morning with rising load, a burst, silence, an afternoon with another burst, the evening. */
export function drawDay(seed: string, medianMs: number): Arrival[] {
  const random = createRandom(`day ${seed}`)
  const uniform = () => (random() + 0.5) / 2 ** 32
  const times: number[] = []
  for (const { from, to, rates } of stretches) {
    for (let at = from; at < to; ) {
      const rate = rates[0] + ((rates[1] - rates[0]) * (at - from)) / (to - from)
      // Exponential gaps of a Poisson process: https://en.wikipedia.org/wiki/Poisson_point_process
      at += -Math.log(uniform()) / Math.max(rate, 0.1)
      if (at < to) times.push(at)
    }
  }
  for (const { at, pages } of bursts) times.push(...Array(pages).fill(at))
  const sleeps = drawPageTimes(seed, times.length, medianMs)
  return times
    .toSorted((a, b) => a - b)
    .map((at, index) => ({ atMs: at * 1000, sleepMs: sleeps[index] ?? medianMs }))
}
