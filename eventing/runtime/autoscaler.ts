/**
 * How many replicas a service is to have, as Knative's pod autoscaler decides it, with its words.
 * https://knative.dev/docs/serving/autoscaling/kpa-specific/
 */
export interface ScalePolicy {
  /** Requests at once that a replica is to have: what it can take × its utilisation. */
  target: number
  minScale: number
  maxScale: number
  /** How many there are at first. */
  initialScale: number
  /** The least that there are when any are wanted. */
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
  /** The last one stays for so long after none was wanted. */
  scaleToZeroRetentionMs: number
}

/** What is remembered from one decision to the next. */
export interface ScaleState {
  /** Null while there is no panic. */
  panicUntilMs: number | null
  /** The most that was wanted in this panic: there are no fewer until it ends. */
  mostInPanic: number
  /** What was wanted in the last `scaleDownDelayMs`. */
  wanted: { atMs: number; replicas: number }[]
  /** Since when there are any, and when any were wanted last. */
  activeSinceMs: number
  lastWantedMs: number
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
  const panic = { panicUntilMs: null, mostInPanic: 0 }
  return { ...panic, wanted: [], activeSinceMs: nowMs, lastWantedMs: nowMs }
}

/** The replicas that there are to be, and what to remember for the next time. */
export function decideScale(input: ScaleInput, state: ScaleState, policy: ScalePolicy) {
  const { nowMs, ready } = input
  const { wanted: wantedNow, ...panic } = wantedByLoad(input, state, policy)

  const wanted = [
    ...state.wanted.filter(({ atMs }) => atMs > nowMs - policy.scaleDownDelayMs),
    { atMs: nowMs, replicas: wantedNow },
  ]
  const delayed = Math.max(...wanted.map(({ replicas }) => replicas))
  const lastWantedMs = delayed > 0 ? nowMs : state.lastWantedMs
  const activeSinceMs = delayed > 0 && ready === 0 ? nowMs : state.activeSinceMs
  const staysAwake =
    nowMs < lastWantedMs + policy.scaleToZeroRetentionMs ||
    nowMs < activeSinceMs + policy.stableWindowMs

  const atLeast = Math.max(policy.minScale, staysAwake ? 1 : 0)
  const replicas = Math.min(Math.max(delayed, atLeast), policy.maxScale)
  return { replicas, state: { ...panic, wanted, lastWantedMs, activeSinceMs } }
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
  const goesOn = state.panicUntilMs !== null && nowMs < state.panicUntilMs
  if (!begins && !goesOn) return { wanted: stable, panicUntilMs: null, mostInPanic: 0 }
  const mostInPanic = Math.max(state.mostInPanic, stable, withinBounds(forPanic, ready, policy))
  return {
    wanted: mostInPanic,
    panicUntilMs: begins ? nowMs + policy.stableWindowMs : state.panicUntilMs,
    mostInPanic,
  }
}

function withinBounds(replicas: number, ready: number, policy: ScalePolicy): number {
  const least = Math.floor(ready / policy.maxScaleDownRate)
  const most = Math.ceil(ready * policy.maxScaleUpRate)
  const wanted = Math.min(Math.max(replicas, least), most)
  return wanted === 0 ? 0 : Math.max(wanted, policy.activationScale)
}
