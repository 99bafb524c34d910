import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import { nameOf } from '../plan.ts'
import type { CommitDelays } from '../repeated/commits.ts'
import type { Repetitions } from '../repeated/repetitions.ts'
import type { Played } from '../rounds.ts'
import type { DrillSystem } from '../stage/system.ts'
import { isOfARuntime, type Limits } from '../topology.ts'
import { maxDrainStallMs } from '../watch/drain.ts'
import type { Observer } from '../watch/observer.ts'
import { type LongestWait, longestWait, type PageEnd } from '../watch/waits.ts'
import { damagesIn, type FailedStart } from './starts.ts'
import type { Verdict } from './verdict.ts'

/** How pages fared while no fault was at work. */
export interface Calmness {
  /** No page ended for so long, though some waited; from when all that was hit had been started again, and answered. */
  stallMs: number
  longestWait: LongestWait
  /** Rounds after which some of the pages that waited did not end, and which. */
  stuckPages: string[]
}

/** What is left of a drill. */
export interface Report {
  seed: string
  verdict: Verdict
  /** How many pages were to be uploaded. */
  askedPages: number
  /** Uploads that nobody took in time, or that were not begun; by key. */
  givenUp: string[]
  repeated: Repetitions
  /** In the parts with one fault at a time, and in those with two; null where there was none. */
  alone: Calmness
  overlapping: Calmness | null
  /** Null where the log is embedded. */
  kafka: {
    commitDelays: CommitDelays
    /** How often partitions of images-feed changed hands. */
    rebalances: number
  } | null
  /** Faults that were to hit a process, and found none. */
  missedFaults: string[]
  /** Rounds after which replicas were not in sync again, or a process not ready. */
  notReady: string[]
  /** How often ocr went to zero replicas. */
  sleeps: number
  /** How often a runtime ended by itself. */
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
  /** What the drill has against the system, or against itself, a line each. */
  found: string[]
  /** Where everything is that the run left, if it was kept. */
  folder: string | null
}

/**
 * Nothing is lost, made up, twice, wrong or damaged, nothing ended by itself or would not start, every page was
 * uploaded, every process came back, and the topology's limits are kept: then there are no lines.
 */
export function faultsFound(report: Omit<Report, 'found' | 'folder'>, limits: Limits): string[] {
  const { verdict, repeated, alone, askedPages, givenUp, crashes, unexcusedStarts, damages } =
    report
  const { attempted, acknowledged, lost, ghost, twice, wrong } = verdict
  const { unexplained } = repeated
  const { median, missing } = report.kafka?.commitDelays ?? { median: 0, missing: 0 }
  const bad = lost + ghost + twice + wrong + crashes + unexcusedStarts.length + damages.length
  const found: [boolean, string][] = [
    [bad > 0, 'something is lost, made up, twice, wrong, damaged, or has crashed'],
    [attempted !== askedPages, `${attempted} pages of ${askedPages} were uploaded`],
    [acknowledged === 0, 'no upload was acknowledged'],
    [givenUp.length > 0, `${givenUp.length} uploads were given up, first ${givenUp[0]}`],
    [alone.stallMs > limits.stallMs, `nothing ended for more than ${limits.stallMs / 1000} s`],
    [
      alone.longestWait.ms > limits.waitMs,
      `one page waited for more than ${limits.waitMs / 1000} s: ${alone.longestWait.page}`,
    ],
    [
      unexplained.length > limits.repeatedShare * attempted,
      `more than ${100 * limits.repeatedShare}% of the pages were delivered again, first ${unexplained[0]}`,
    ],
    [!(median <= limits.commitMs), `half of the commits came later than ${limits.commitMs} ms`],
    [
      missing > limits.missingCommits,
      `${(100 * missing).toFixed(0)}% of the answers have no commit`,
    ],
  ]
  const missed = report.missedFaults.length > limits.missedFaults ? report.missedFaults : []
  const stuck = alone.stuckPages.length > limits.stuckRounds ? alone.stuckPages : []
  return [
    ...found.flatMap(([isFound, line]) => (isFound ? [line] : [])),
    ...missed.map((hit) => `hit nobody: ${hit}`),
    ...report.notReady.map((round) => `not ready again: ${round}`),
    ...stuck.map((round) => `did not end for ${maxDrainStallMs / 1000} s after ${round}`),
  ]
}

/** A part of the plan as it went, with the pages that ended meanwhile. */
export interface PlayedPart extends Played {
  ends: PageEnd[]
}

/** How pages fared in some parts, all of them together. */
export function calmnessOf(parts: PlayedPart[], faults: FaultWindow[], notes: Note[]): Calmness {
  const ends = parts.flatMap((part) => part.ends)
  return {
    stallMs: Math.max(0, ...parts.map(({ stallMs }) => stallMs)),
    longestWait: longestWait(ends, faults, notes),
    stuckPages: parts.flatMap(({ stuckPages }) => stuckPages),
  }
}

/** Those that were to hit a process, and found none. */
export function missedFaults(faults: FaultWindow[]): string[] {
  return faults
    .filter(({ kind, variant }) => ['kill', 'stop'].includes(kind) && isOfARuntime(variant))
    .filter(({ pids }) => pids.length === 0)
    .map(nameOf)
}

/** What was counted of all systems of a drill, and by whoever has watched them. */
export function figuresOf(systems: DrillSystem[], observers: Observer[]) {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    sleeps: sum(observers.map((observer) => observer.sleeps())),
    crashes: sum(systems.map((system) => system.crashes())),
    failedStarts: systems.flatMap((system) => system.failedStarts()),
    damages: systems.flatMap((system) => damagesIn(system.output())),
    endedReplicas: sum(systems.map((system) => system.endedReplicas())),
  }
}
