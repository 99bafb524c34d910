import type { PageTimes } from '../cluster/pages.ts'
import type { AttackTimes } from './attacker.ts'
import type { Look } from './page-watch.ts'

/** What pages and a person at the page went through during an attack and after it, in ms. */
export interface Outcome {
  /** Longest time in which pages waited and none ended. */
  stallMs: number
  /** From the end of the attack until the page answers and a text comes; 0 if both went on during the attack. */
  backMs: number
  /** Longest time in which the page did not answer. */
  awayMs: number
  /** Slowest answer of the page. */
  slowestMs: number
  /** Uploads that were not accepted at their first attempt. */
  repeated: number
}

export interface Seen {
  pages: PageTimes[]
  looks: Look[]
  repeated: number
}

export function toOutcome(
  { pages, looks, repeated }: Seen,
  { fromMs, toMs }: AttackTimes,
): Outcome {
  const ends = pages.flatMap(({ endedMs }) => endedMs ?? []).toSorted((a, b) => a - b)
  const firstEnd = ends.find((ms) => ms >= toMs) ?? toMs
  const firstAnswer = looks.find(({ atMs, isAnswered }) => isAnswered && atMs >= toMs)
  const isAwayAtEnd = looks.findLast(({ atMs }) => atMs < toMs)?.isAnswered === false
  const answeredMs = isAwayAtEnd ? (firstAnswer?.atMs ?? Number.POSITIVE_INFINITY) : toMs
  const waitsAtEnd = pages.some((page) => page.acceptedMs < toMs && isWaiting(page, toMs))
  const hasEnds = ends.some((ms) => ms > fromMs + (toMs - fromMs) / 2 && ms < toMs)
  const textMs = waitsAtEnd && !hasEnds ? firstEnd : toMs
  return {
    stallMs: longestStall(pages, ends, fromMs),
    backMs: Math.max(answeredMs, textMs) - toMs,
    awayMs: longestAway(looks, fromMs),
    slowestMs: Math.max(0, ...looks.filter((look) => look.isAnswered).map(({ tookMs }) => tookMs)),
    repeated,
  }
}

function isWaiting({ acceptedMs, endedMs }: PageTimes, atMs: number): boolean {
  return acceptedMs <= atMs && (endedMs === null || endedMs > atMs)
}

/** Gaps between ends, without the part in which no page waited. */
function longestStall(pages: PageTimes[], ends: number[], fromMs: number): number {
  const moments = [fromMs, ...ends.filter((ms) => ms > fromMs)]
  const gaps = moments.slice(1).map((end, index) => {
    const begin = moments[index] ?? end
    const waiting = pages.filter(({ endedMs }) => endedMs !== null && endedMs >= end)
    const since = Math.min(...waiting.map(({ acceptedMs }) => Math.max(acceptedMs, begin)))
    return Math.max(end - since, 0)
  })
  return Math.max(0, ...gaps.filter(Number.isFinite))
}

function longestAway(looks: Look[], fromMs: number): number {
  let since: number | null = null
  let longest = 0
  for (const { atMs, tookMs, isAnswered } of looks) {
    if (atMs < fromMs) continue
    if (!isAnswered) since ??= atMs - tookMs
    longest = Math.max(longest, since === null ? 0 : atMs - since)
    if (isAnswered) since = null
  }
  return longest
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** What a person at the page saw, in words. */
export function toWords({ stallMs, backMs, awayMs, slowestMs, repeated }: Outcome): string {
  const page =
    awayMs > 0
      ? `the page did not answer for ${seconds(awayMs)}`
      : `the page answered all the time, within ${seconds(slowestMs)}`
  const uploads = repeated > 0 ? `${repeated} uploads were repeated` : 'uploads went through'
  const texts = `texts paused for ${seconds(stallMs)} at most`
  const back = backMs > 0 ? `all was back ${seconds(backMs)} after the end` : 'all went on'
  return `${page}; ${uploads}; ${texts}; ${back}`
}
