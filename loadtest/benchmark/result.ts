import { idealMs, inTurnAsArrivedMs, inTurnMs } from '../scale/even/ideal.ts'

/** A round of images on a number of replicas. */
export interface Round {
  replicas: number
  /** Time between two arrivals; 0 if all arrive together. */
  everyMs: number
  tookMs: number
  /** When each image was saved, after the first one. */
  savedMs: number[]
  /** Work of each replica; null if unknown. */
  workMs: number[] | null
}

export interface Result extends Round {
  secondsAnImage: number
  /** Shortest possible time of any schedule, over the time it took. */
  shareOfIdeal: number
  /** The same for handing out in turn, which does not know how long an image takes. */
  shareOfInTurn: number
  /** The same for images that cannot be handed out before they are saved: uploads take their time, too. */
  shareOfInTurnAsSaved: number
  /** Work of the busiest replica over the mean; null if unknown. */
  longestOverMean: number | null
}

/** `pagesMs` is the work for each image. */
export function toResult(round: Round, pagesMs: number[]): Result {
  const { replicas, everyMs, tookMs, savedMs, workMs } = round
  const saved = pagesMs.map((ms, index) => ({ ms, atMs: savedMs[index] ?? 0 }))
  const sum = workMs?.reduce((total, ms) => total + ms, 0)
  return {
    ...round,
    secondsAnImage: tookMs / 1000 / pagesMs.length,
    shareOfIdeal: idealMs(pagesMs, replicas, everyMs) / tookMs,
    shareOfInTurn: inTurnMs(pagesMs, replicas, everyMs) / tookMs,
    shareOfInTurnAsSaved: inTurnAsArrivedMs(saved, replicas) / tookMs,
    longestOverMean: workMs && sum ? (Math.max(...workMs) * replicas) / sum : null,
  }
}
