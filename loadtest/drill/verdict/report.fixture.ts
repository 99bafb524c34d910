import type { Calmness, Report } from './report.ts'

export const calm: Calmness = {
  ...{ stallMs: 1500, stuckPages: [] },
  longestWait: { ms: 61_000, page: 'A page 1' },
}

/** Report of a drill without findings. */
export const goodReport: Report = {
  seed: '1',
  verdict: {
    ...{ attempted: 9, acknowledged: 8, indeterminate: 1, finished: 8 },
    ...{ lost: 0, ghost: 0, twice: 0, wrong: 0, findings: [] },
  },
  repeated: { deliveries: 11, explained: 1, appendedAgain: 2, unexplained: [] },
  ...{ alone: calm, overlapping: null, kafka: null },
  ...{ askedPages: 9, givenUp: [], missedFaults: [], notReady: [] },
  sleeps: 4,
  ...{ crashes: 0, failedStarts: [], unexcusedStarts: [], damages: [] },
  ...{ endedReplicas: 0, cuts: 3, leftOut: [], seconds: 40, found: [], folder: null },
}
