/** Kind of fault; a topology lists its targets. */
export type FaultKind = 'kill' | 'stop' | 'cut' | 'silence' | 'answers' | 'disk' | 'clock'

/** System under test, with its possible faults and limits. */
export interface Topology {
  runtimes: number
  /** 0: embedded log. */
  brokers: 0 | 3
  /** 0: embedded store. */
  databases: number
  /** Variants by kind of fault. A drill uses all of them before it repeats one. */
  faults: Partial<Record<FaultKind, readonly string[]>>
  /** Minimum and maximum, in ms. */
  durationOf(kind: FaultKind, variant: string, longest: Longest): [number, number]
  /** Stable window of the services that scale to zero; default: the pipeline's own. */
  window?: string
  env: Record<string, string>
  limits: Limits
}

export interface Longest {
  /** Maximum time for which a process is held, or a connection broken. */
  faultMs: number
  deliveryTimeoutMs: number
}

/** Limits of a drill; exceeding one is a finding. */
export interface Limits {
  /** No page ends, with pages waiting and no fault active; in parts without overlapping faults. */
  stallMs: number
  /** Wait of one page while no fault is active, backlog included. */
  waitMs: number
  /** Unexplained repeated deliveries per page. */
  repeatedShare: number
  /** Median from an answer to its commit: an append or two. */
  commitMs: number
  /** Share of answers without a commit. */
  missingCommits: number
  /** Process faults that found no process. */
  missedFaults: number
  /** Rounds after which no waiting page ended for half a minute. */
  stuckRounds: number
}

/** From this number of pages on, shares and times of a drill say something about the system. */
const measuredPages = 1000

/** Limits for a drill of that many pages; a short one, beside other work, is held only to losing and stopping nothing. */
export function limitsFor({ limits }: Topology, pages: number): Limits {
  if (pages >= measuredPages) return limits
  const { missedFaults, stuckRounds } = limits
  return { ...oneRuntime.limits, missedFaults, stuckRounds }
}

const processes = ['ocr', 'results', 'gateway', 'runtime'] as const
const unlimited = Number.POSITIVE_INFINITY

/** One runtime over the embedded log and store. */
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
    // Longer than a delivery's timeout.
    if (variant === 'hang' || variant === 'late') {
      return [deliveryTimeoutMs, deliveryTimeoutMs + 2000]
    }
    return [1000, Math.min(faultMs, 3000)]
  },
  // ocr and results scale to zero between bursts.
  window: '6s',
  // No minimum of free space, so that the databases hit the full disk rather than an earlier check.
  env: { MIN_FREE_BYTES: '0', UNAPPENDED_AFTER_MS: '2000' },
  limits: {
    ...{ stallMs: unlimited, waitMs: unlimited, repeatedShare: unlimited },
    ...{ commitMs: unlimited, missingCommits: unlimited },
    // results may have no replica when it is hit.
    missedFaults: unlimited,
    // A delivery times out after a few seconds, and retries back off.
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
    // Downtime of a process under a supervisor is shorter.
    if (kind === 'kill') return [0, Math.min(5000, faultMs)]
    return kind === 'stop' ? [faultMs, faultMs] : [Math.round(faultMs / 3), faultMs]
  },
  // Longer than a leader election.
  env: { UNAPPENDED_AFTER_MS: '10000' },
  limits: {
    ...{ stallMs: 30_000, waitMs: 120_000, repeatedShare: 0.01 },
    ...{ commitMs: 1000, missingCommits: 0.25, missedFaults: 0, stuckRounds: 0 },
  },
}

/** Number of targets for a variant of a fault. */
export function placesOf({ brokers, databases, runtimes }: Topology, variant: string): number {
  if (variant === 'broker') return brokers
  return variant === 'postgres' ? databases : runtimes
}

/** Whether a fault hits a runtime, or a process of one of its functions. */
export function isOnRuntime(variant: string): boolean {
  return !(servers as readonly string[]).includes(variant)
}
