/**
 * How many replicas a service is to have, as Knative's pod autoscaler decides it, with its words: how many
 * in knative/serving's pkg/autoscaler/scaling/autoscaler.go, whether the last one may go in
 * pkg/reconciler/autoscaling/kpa/scaler.go.
 * https://knative.dev/docs/serving/autoscaling/kpa-specific/
 */
export interface ScalePolicy {
  /** Requests at once that a replica is to have: what it can take × its utilisation. */
  target: number
  minScale: number
  maxScale: number
  /** How many there are at first. */
  initialScale: number
  /** The least that there are when the load asks for any. */
  activationScale: number
  stableWindowMs: number
  panicWindowMs: number
  /** So many times as many wanted as are ready is a panic. */
  panicThreshold: number
  /** The most more, and the most less, at a time: factors of what is ready. */
  maxScaleUpRate: number
  maxScaleDownRate: number
  /** Fewer only when fewer have been wanted for so long. */
  scaleDownDelayMs: number
  /** The last one stays for so long after the service had nothing to do any more. */
  scaleToZeroRetentionMs: number
}

/** What is remembered from one decision to the next. */
export interface ScaleState {
  /** Null while there is no panic. */
  panicUntilMs: number | null
  /** The most that was wanted in this panic: there are no fewer until it ends. */
  maxInPanic: number
  /** What was wanted in the last `scaleDownDelayMs`, as far as it was more than what came after it: the most first. */
  wanted: { atMs: number; replicas: number }[]
  /** Since when it has something to do; it has, for a stable window at least. */
  activeSinceMs: number
  /** Since when it has nothing to do; null while it has. */
  inactiveSinceMs: number | null
}

export interface ScaleInput {
  /** Requests at once, those that wait included: means over the stable and over the panic window. */
  stableConcurrency: number
  panicConcurrency: number
  ready: number
  /** Monotonic. */
  nowMs: number
}

/** Of a service that has just been given its first replicas. */
export function activated(nowMs: number): ScaleState {
  const panic = { panicUntilMs: null, maxInPanic: 0 }
  return { ...panic, wanted: [], activeSinceMs: nowMs, inactiveSinceMs: null }
}

/** The replicas that there are to be, and what to remember for the next time. */
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

/**
 * By the stable window; in a panic by whichever window wants more, and never less than before in the same
 * panic.
 */
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
  const least = Math.floor(ready / policy.maxScaleDownRate)
  const most = Math.ceil(ready * policy.maxScaleUpRate)
  const wanted = Math.min(Math.max(replicas, least), most)
  // Not where only the rate of going down keeps some: else there would never be none again.
  return replicas > 0 ? Math.max(wanted, policy.activationScale) : wanted
}
