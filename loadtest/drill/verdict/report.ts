import type { countRepeated } from '../repeated/repeated.ts'
import type { LongestWait } from '../watch/waits.ts'
import type { FailedStart } from './starts.ts'
import type { Verdict } from './verdict.ts'

/** What is left of a drill. */
export interface Report {
  seed: string
  verdict: Verdict
  repeated: ReturnType<typeof countRepeated>
  /** From when all that was hit had been started again, and answered. */
  longestStallMs: number
  longestWait: LongestWait
  /** How often ocr went to zero replicas. */
  sleeps: number
  /** How often the runtime ended by itself. */
  crashes: number
  failedStarts: FailedStart[]
  /** Those of them that no full disk explains. */
  unexcusedStarts: FailedStart[]
  /** What anybody said of a damaged database. */
  damages: string[]
  /** Replicas that ended and were not killed. */
  endedReplicas: number
  /** Connections that were cut. */
  cuts: number
  /** Faults that this machine cannot make, and why. */
  leftOut: string[]
  seconds: number
  /** Where everything is that the run left, if it was kept. */
  folder: string | null
}

/**
 * Nothing lost, nothing twice, nothing made up, nothing wrong, nothing that died by itself or would not start,
 * and nothing damaged.
 */
export function isGood({ verdict, crashes, unexcusedStarts, damages }: Report): boolean {
  const { lost, ghost, twice, wrong } = verdict
  return lost + ghost + twice + wrong + crashes + unexcusedStarts.length + damages.length === 0
}
