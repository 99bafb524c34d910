import type { ScalePolicy } from '../../pipeline/scale-policy.ts'

/** State carried from one decision to the next. */
export interface ScaleState {
  /** Null without a panic. */
  panicUntilMs: number | null
  /** Most replicas wanted in this panic, which are kept until it ends. */
  maxInPanic: number
  /** Decisions of the last `scaleDownDelayMs` that wanted more replicas than all later ones; descending. */
  wanted: { atMs: number; replicas: number }[]
  /** Start of the present activity, which lasts at least a stable window. */
  activeSinceMs: number
  /** Start of the present inactivity; null while active. */
  inactiveSinceMs: number | null
}

export interface ScaleInput {
  /** Concurrent requests, waiting ones included: means over the stable and the panic window. */
  stableConcurrency: number
  panicConcurrency: number
  ready: number
  /** Monotonic. */
  nowMs: number
}

/** State of a service that is given its first replicas. */
export function activated(nowMs: number): ScaleState {
  const panic = { panicUntilMs: null, maxInPanic: 0 }
  return { ...panic, wanted: [], activeSinceMs: nowMs, inactiveSinceMs: null }
}

/** Returns the wanted number of replicas, and the state for the next decision. */
export function decideScale(input: ScaleInput, state: ScaleState, policy: ScalePolicy) {
  const { nowMs, ready } = input
  const { wanted: wantedNow, ...panic } = wantedByLoad(input, state, policy)

  const stillCounts = ({ atMs, replicas }: (typeof state.wanted)[number]) =>
    atMs > nowMs - policy.scaleDownDelayMs && replicas > wantedNow
  const wanted = [...state.wanted.filter(stillCounts), { atMs: nowMs, replicas: wantedNow }]
  const delayed = wanted[0]?.replicas ?? 0
  const begins = delayed > 0 && (ready === 0 || state.inactiveSinceMs !== null)
  const activeSinceMs = begins ? nowMs : state.activeSinceMs
  const isActive = delayed > 0 || nowMs < activeSinceMs + policy.stableWindowMs
  const inactiveSinceMs = isActive ? null : (state.inactiveSinceMs ?? nowMs)
  const isAwake =
    inactiveSinceMs === null || nowMs < inactiveSinceMs + policy.scaleToZeroRetentionMs

  const atLeast = Math.max(policy.minScale, isAwake ? 1 : 0)
  const replicas = Math.min(Math.max(delayed, atLeast), policy.maxScale)
  return { replicas, state: { ...panic, wanted, activeSinceMs, inactiveSinceMs } }
}

/** Uses the stable window; in a panic the window that wants more, and never less than before in the same panic. */
function wantedByLoad(input: ScaleInput, state: ScaleState, policy: ScalePolicy) {
  const { stableConcurrency, panicConcurrency, nowMs } = input
  const ready = Math.max(input.ready, 1)
  const forStable = Math.ceil(stableConcurrency / policy.target)
  const forPanic = Math.ceil(panicConcurrency / policy.target)
  const stable = withinBounds(forStable, ready, policy)

  const begins = forPanic / ready >= policy.panicThreshold
  const goesOn = state.panicUntilMs !== null && nowMs <= state.panicUntilMs
  if (!begins && !goesOn) return { wanted: stable, panicUntilMs: null, maxInPanic: 0 }
  const maxInPanic = Math.max(state.maxInPanic, stable, withinBounds(forPanic, ready, policy))
  return {
    wanted: maxInPanic,
    panicUntilMs: begins ? nowMs + policy.stableWindowMs : state.panicUntilMs,
    maxInPanic,
  }
}

function withinBounds(replicas: number, ready: number, policy: ScalePolicy): number {
  const min = Math.floor(ready / policy.maxScaleDownRate)
  const max = Math.ceil(ready * policy.maxScaleUpRate)
  const wanted = Math.min(Math.max(replicas, min), max)
  // Not if only `maxScaleDownRate` keeps a replica: the service could never scale to zero.
  return replicas > 0 ? Math.max(wanted, policy.activationScale) : wanted
}
