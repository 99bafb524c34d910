import { createRandom } from '../make-samples/random.ts'

export interface Rate {
  perSecond: number
  seconds: number
  seed: string
}

/** Times in ms of a Poisson process from 0 to `seconds`; deterministic for a seed. */
export function drawTimes({ perSecond, seconds, seed }: Rate): number[] {
  const random = createRandom(`arrivals ${seed}`)
  const times: number[] = []
  // Exponential gaps: https://en.wikipedia.org/wiki/Poisson_point_process
  const gapMs = () => (-Math.log((random() + 0.5) / 2 ** 32) * 1000) / perSecond
  for (let atMs = gapMs(); atMs < seconds * 1000; atMs += gapMs()) times.push(atMs)
  return times
}
