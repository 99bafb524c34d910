/** What can go wrong: who or what each kind hits is in a topology. */
export type FaultKind = 'kill' | 'stop' | 'cut' | 'silence' | 'answers' | 'disk' | 'clock'

/** What is broken in a drill, how, and what may come of it. */
export interface Topology {
  runtimes: number
  /** With none the log is embedded. */
  brokers: 0 | 3
  /** With none the store is embedded. */
  databases: number
  /** Each kind of fault with its variants. A drill goes through all of them before it repeats one. */
  faults: Partial<Record<FaultKind, readonly string[]>>
  /** Shortest and longest, in ms. */
  durationOf(kind: FaultKind, variant: string, longest: Longest): [number, number]
  /** Stable window of the services that go to zero; the pipeline's own where it is not set. */
  window?: string
  env: Record<string, string>
  limits: Limits
}

export interface Longest {
  /** How long a process is held, or a connection broken, at most. */
  faultMs: number
  deliveryTimeoutMs: number
}

/** What a drill allows; more of it is a finding. */
export interface Limits {
  /** No page ends, while pages wait and no fault is at work; in parts without overlapping faults. */
  stallMs: number
  /** One page waits while no fault is at work, its backlog included. */
  waitMs: number
  /** Deliveries that nothing explains, for each page. */
  repeatedShare: number
  /** Median from an answer to its commit: an append or two. What is in hand at a fault is unknown beyond it. */
  commitMs: number
  /** Answers without a commit, of all. */
  missingCommits: number
  /** Faults that were to hit a process, and found none. */
  missedFaults: number
  /** Rounds after which pages that waited did not end for half a minute. */
  stuckRounds: number
}

const processes = ['ocr', 'results', 'gateway', 'runtime'] as const
const unlimited = Number.POSITIVE_INFINITY

/** What one machine has: a runtime over the embedded log and store. */
export const oneRuntime: Topology = {
  ...{ runtimes: 1, brokers: 0, databases: 0 },
  faults: {
    kill: processes,
    stop: processes,
    cut: ['upload', 'answer'],
    answers: ['error', 'unavailable', 'hang', 'late', 'error-after', 'cut-answer', 'cut-body'],
    disk: ['full'],
    clock: ['+2d', '-2d'],
  },
  durationOf(kind, variant, { faultMs, deliveryTimeoutMs }) {
    if (kind === 'kill') return [0, 300]
    if (kind === 'stop') return [1000, faultMs]
    // These go on for longer than a delivery's timeout.
    if (variant === 'hang' || variant === 'late') {
      return [deliveryTimeoutMs, deliveryTimeoutMs + 2000]
    }
    return [1000, Math.min(faultMs, 3000)]
  },
  // Between bursts there are no replicas.
  window: '6s',
  // No minimum of free space, so that the databases meet the full disk, not a check before them.
  env: { MIN_FREE_BYTES: '0', UNAPPENDED_AFTER_MS: '2000' },
  limits: {
    ...{ stallMs: unlimited, waitMs: unlimited, repeatedShare: unlimited },
    ...{ commitMs: unlimited, missingCommits: unlimited },
    // results may have no replica when its turn comes.
    missedFaults: unlimited,
    // A delivery times out after a few seconds, and is repeated after more each time.
    stuckRounds: unlimited,
  },
}

const servers = ['broker', 'postgres'] as const
const everyone = [...servers, 'runtime', 'gateway', 'ocr', 'results'] as const

/** Two runtimes of one group over a real Kafka and a real PostgreSQL. */
export const twoRuntimes: Topology = {
  ...{ runtimes: 2, brokers: 3, databases: 1 },
  faults: {
    ...{ kill: everyone, stop: everyone },
    ...{ cut: [...servers, 'gateway'], silence: [...servers, 'gateway'] },
  },
  durationOf(kind, _, { faultMs }) {
    // What a supervisor starts again is away for less.
    if (kind === 'kill') return [0, Math.min(5000, faultMs)]
    return kind === 'stop' ? [faultMs, faultMs] : [Math.round(faultMs / 3), faultMs]
  },
  // Longer than the replacement of a leader takes.
  env: { UNAPPENDED_AFTER_MS: '10000' },
  limits: {
    ...{ stallMs: 30_000, waitMs: 120_000, repeatedShare: 0.01 },
    ...{ commitMs: 1000, missingCommits: 0.25, missedFaults: 0, stuckRounds: 0 },
  },
}

/** How many there are of what a fault hits. */
export function placesOf({ brokers, databases, runtimes }: Topology, variant: string): number {
  if (variant === 'broker') return brokers
  return variant === 'postgres' ? databases : runtimes
}

/** Whether a fault hits a runtime, or one of its functions' processes. */
export function isOfARuntime(variant: string): boolean {
  return !(servers as readonly string[]).includes(variant)
}
