import { percentile } from '../../figures/percentile.ts'
import { toTable } from '../../scale/measure/table.ts'
import type { Answer, Ready } from '../reader/messages.ts'

/** Phases of one start, in ms; the last entry is a separate process, not a phase. */
export const partNames = [
  'spawn, Node, imports',
  'engine opened',
  'warm',
  'first text',
  'all',
  'function ocr, spawn to its text sent',
] as const
export type Parts = Record<(typeof partNames)[number], number>

export function toParts(
  fromMs: number,
  { marks }: Ready,
  { answeredMs }: Answer,
  functionMs: number,
): Parts {
  return {
    'spawn, Node, imports': marks.startedMs - fromMs,
    'engine opened': marks.openedMs - marks.startedMs,
    warm: marks.warmMs - marks.openedMs,
    'first text': answeredMs - marks.warmMs,
    all: answeredMs - fromMs,
    'function ocr, spawn to its text sent': functionMs,
  }
}

export function coldTable(starts: Map<string, Parts[]>): string {
  const headings = [...starts.keys()].flatMap((name) => [`${name}: p50 ms`, 'p95'])
  const rows = partNames.map((part) => [
    part,
    ...[...starts.values()].flatMap((each) =>
      [0.5, 0.95].map((share) =>
        percentile(
          each.map((parts) => parts[part]),
          share,
        ).toFixed(0),
      ),
    ),
  ])
  return toTable(['cold start', ...headings], rows)
}
