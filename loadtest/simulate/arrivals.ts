import { drawTimes } from '../capacity/arrival-times.ts'
import type { Arrival } from './simulate.ts'

/**
 * Share of a day's pages in each hour, in thousandths: people at work, fewer at noon and in the evening. An assumption.
 */
const officeDay = [
  ...[6, 4, 3, 3, 5, 10, 22, 45, 80, 98, 100, 92],
  ...[70, 76, 92, 88, 70, 46, 28, 20, 16, 12, 8, 6],
]
export const shapes = {
  office: officeDay,
  flat: Array.from({ length: 24 }, () => 1),
}
export type Shape = keyof typeof shapes

const hourMs = 3_600_000

export interface DayOptions {
  pagesPerDay: number
  shape: Shape
  /** Hours of the day that are drawn. */
  from: number
  to: number
  /** Pages that are uploaded together at the begin of each hour, in place of as many others. */
  batch: number
  drawWorkMs: () => number
  seed: string
}

/** Uploads of a day, or of some hours of it: a Poisson process whose rate changes with the hour. */
export function* drawArrivals(options: DayOptions): Generator<Arrival> {
  const { pagesPerDay, shape, from, to, batch, drawWorkMs, seed } = options
  const hours = shapes[shape]
  const sum = hours.reduce((all, each) => all + each, 0)
  for (let hour = from; hour < to; hour += 1) {
    const pages = (pagesPerDay * (hours[hour % 24] ?? 0)) / sum
    const startMs = (hour - from) * hourMs
    const together = Math.min(batch, Math.round(pages))
    for (let page = 0; page < together; page += 1) yield { atMs: startMs, workMs: drawWorkMs() }
    const perSecond = (pages - together) / 3600
    for (const ms of drawTimes({ perSecond, seconds: 3600, seed: `${seed} ${hour}` })) {
      yield { atMs: startMs + ms, workMs: drawWorkMs() }
    }
  }
}

/** Pages per second in the busiest hour. */
export function peakRate(pagesPerDay: number, shape: Shape): number {
  const hours = shapes[shape]
  const sum = hours.reduce((all, each) => all + each, 0)
  return (pagesPerDay * Math.max(...hours)) / sum / 3600
}
