import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import { nameOf } from '../plan.ts'
import type { CommitDelays } from '../repeated/commits.ts'
import type { Repetitions } from '../repeated/repetitions.ts'
import type { Played } from '../rounds.ts'
import type { DrillSystem } from '../stage/system.ts'
import { isOnRuntime, type Limits } from '../topology.ts'
import { maxDrainStallMs } from '../watch/drain.ts'
import type { Observer } from '../watch/observer.ts'
import { type LongestWait, longestWait, type PageEnd } from '../watch/waits.ts'
import { damagesIn, type FailedStart } from './starts.ts'
import type { Verdict } from './verdict.ts'

/** Latency of pages while no fault was active. */
export interface Calmness {
  /** Longest time without an ended page while pages waited, counted from the recovery of all targets. */
  stallMs: number
  longestWait: LongestWait
  /** Rounds after which waiting pages did not end, with the pages. */
  stuckPages: string[]
}

/** Outcome of a drill. */
export interface Report {
  seed: string
  verdict: Verdict
  /** Number of pages to upload. */
  askedPages: number
  /** Keys of uploads that were not accepted in time, or not started. */
  givenUp: string[]
  repeated: Repetitions
  /** In the parts with single faults, and with overlapping faults; null without such parts. */
  alone: Calmness
  overlapping: Calmness | null
  /** Null with the embedded log. */
  kafka: {
    commitDelays: CommitDelays
    /** Number of reassignments of partitions of images-feed. */
    rebalances: number
  } | null
  /** Process faults that found no process. */
  missedFaults: string[]
  /** Rounds after which replicas were out of sync, or a process not ready. */
  notReady: string[]
  /** Number of times ocr scaled to zero. */
  sleeps: number
  /** Number of runtimes that ended by themselves. */
  crashes: number
  failedStarts: FailedStart[]
  /** Failed starts that no full disk explains. */
  unexcusedStarts: FailedStart[]
  /** Output lines that report a damaged database. */
  damages: string[]
  /** Replicas that ended without being killed. */
  endedReplicas: number
  /** Connections cut. */
  cuts: number
  /** Faults that this machine cannot inject, and why. */
  leftOut: string[]
  seconds: number
  /** Findings against the system or the drill, one per line. */
  found: string[]
  /** Folder with all artifacts, if kept. */
  folder: string | null
}

/**
 * Findings: pages lost, made up, duplicated, wrong or damaged; crashes and failed starts; missing uploads; processes
 * that did not recover; exceeded limits of the topology. Empty if there are none.
 */
export function faultsFound(report: Omit<Report, 'found' | 'folder'>, limits: Limits): string[] {
  const { verdict, repeated, alone, askedPages, givenUp, crashes, unexcusedStarts, damages } =
    report
  const { attempted, acknowledged, lost, ghost, twice, wrong } = verdict
  const { unexplained } = repeated
  const { median, missing } = report.kafka?.commitDelays ?? { median: 0, missing: 0 }
  const bad = lost + ghost + twice + wrong + crashes + unexcusedStarts.length + damages.length
  const found: [boolean, string][] = [
    [bad > 0, 'something is lost, made up, duplicated, wrong or damaged, or crashed'],
    [attempted !== askedPages, `${attempted} pages of ${askedPages} were uploaded`],
    [acknowledged === 0, 'no upload was acknowledged'],
    [givenUp.length > 0, `${givenUp.length} uploads were given up, first ${givenUp[0]}`],
    [alone.stallMs > limits.stallMs, `no page ended for more than ${limits.stallMs / 1000} s`],
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
    ...missed.map((hit) => `found no process: ${hit}`),
    ...report.notReady.map((round) => `not ready again: ${round}`),
    ...stuck.map((round) => `did not end for ${maxDrainStallMs / 1000} s after ${round}`),
  ]
}

/** A played part of the plan, with the pages that ended during it. */
export interface PlayedPart extends Played {
  ends: PageEnd[]
}

/** Latency over several parts together. */
export function calmnessOf(parts: PlayedPart[], faults: FaultWindow[], notes: Note[]): Calmness {
  const ends = parts.flatMap((part) => part.ends)
  return {
    stallMs: Math.max(0, ...parts.map(({ stallMs }) => stallMs)),
    longestWait: longestWait(ends, faults, notes),
    stuckPages: parts.flatMap(({ stuckPages }) => stuckPages),
  }
}

/** Process faults that found no process. */
export function missedFaults(faults: FaultWindow[]): string[] {
  return faults
    .filter(({ kind, variant }) => ['kill', 'stop'].includes(kind) && isOnRuntime(variant))
    .filter(({ pids }) => pids.length === 0)
    .map(nameOf)
}

/** Counts over all systems and observers of a drill. */
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
