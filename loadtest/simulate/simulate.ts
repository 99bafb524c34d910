import { pino } from 'pino'
import type { ScalePolicy } from '../../eventing/pipeline/scale-policy.ts'
import { startScaler } from '../../eventing/runtime/scaling/scaler.ts'
import { createRandom } from '../make-samples/random.ts'
import { createNodes, type NodesOptions } from './model/nodes.ts'
import { createReaders } from './model/readers.ts'
import { createReplicas } from './model/replicas.ts'
import { createTime } from './model/time.ts'

/** A page that is uploaded at a time, and the work for it. */
export interface Arrival {
  atMs: number
  workMs: number
}

export interface Simulated {
  /** In the order of `atMs`. */
  arrivals: Iterable<Arrival>
  policy: ScalePolicy
  readers: number
  partitions: number
  nodes: NodesOptions
  coldStartMs: number
  /** Period of the autoscaler's decisions: 2 s in Knative. */
  decideEveryMs: number
  seed: string
}

export interface Outcome {
  pages: number
  /** From the upload of each page to the start of its work, and to its end. */
  waitsMs: number[]
  timesMs: number[]
  /** Work of all pages, and lifetime of all replicas. */
  workMs: number
  replicaMs: number
  replicaStarts: number
  mostReplicas: number
  elasticNodeMs: number
  mostNodes: number
  /** Pages of the busiest reader over the mean. */
  readerEvenness: number
  /** Share of the time of replicas that were ready, while pages waited, in which they worked. */
  usedWhileWaiting: number
  /** Last end of a page. */
  lastMs: number
}

/** One page at a time, as ocr takes them, and one that waits at the replica. */
const slotsPerReplica = 2

/**
 * Discrete-event simulation of pages between their upload and their text. The autoscaler is the local runtime's own,
 * whose rule is Knative's, and so is the division of slots among readers; log, readers, replicas and machines are
 * modelled. Ends when no replica is left, or with a minimum of replicas when all pages have ended.
 */
export function simulate(options: Simulated): Outcome {
  const { policy, coldStartMs, decideEveryMs, readers, partitions, seed } = options
  const time = createTime()
  const waitsMs: number[] = []
  const timesMs: number[] = []
  const meter = { atMs: 0, busyMs: 0, readyMs: 0 }
  let waiting = 0
  let workMs = 0
  let lastMs = 0
  let isComplete = false
  const nodes = createNodes(time, options.nodes)
  const replicas = createReplicas({ time, nodes, coldStartMs, changes: measure })
  const scaler = startScaler({
    ...{ policy, pool: replicas, supervisor: replicas, clock: time.now },
    every: (_, decide) => time.every(decideEveryMs, decide),
    ...{ onWake: () => {}, logger: pino({ level: 'silent' }) },
  })
  const sources = createReaders({
    ...{ readers, partitions, slots: policy.maxScale * slotsPerReplica },
    random: createRandom(`partitions ${seed}`),
    deliver(job) {
      const answered = scaler.request()
      replicas.take({
        ...job,
        ended() {
          answered()
          job.ended()
        },
      })
    },
  })
  /** Called before each change of the number of replicas, or of waiting or working pages. */
  function measure(): void {
    const { busy, ready } = replicas.stats()
    if (waiting > 0) {
      meter.busyMs += Math.min(busy, ready) * (time.now() - meter.atMs)
      meter.readyMs += ready * (time.now() - meter.atMs)
    }
    meter.atMs = time.now()
  }

  function upload({ workMs: pageMs }: Arrival): void {
    const atMs = time.now()
    measure()
    waiting += 1
    workMs += pageMs
    sources.append({
      workMs: pageMs,
      started() {
        waiting -= 1
        waitsMs.push(time.now() - atMs)
      },
      ended() {
        timesMs.push(time.now() - atMs)
        lastMs = time.now()
      },
    })
  }

  const arrivals = options.arrivals[Symbol.iterator]()
  function schedule(): void {
    const { value, done } = arrivals.next()
    if (done) {
      isComplete = true
      return
    }
    time.after(value.atMs - time.now(), () => {
      upload(value)
      schedule()
    })
  }
  schedule()
  time.run(() => isComplete && policy.minScale > 0 && timesMs.length === waitsMs.length + waiting)

  const perReader = sources.pages()
  const { starts, most } = replicas.counts()
  return {
    ...{ pages: timesMs.length, waitsMs, timesMs, workMs, lastMs },
    ...{ replicaMs: replicas.livedMs(), replicaStarts: starts, mostReplicas: most },
    ...{ elasticNodeMs: nodes.elasticMs(), mostNodes: nodes.most() },
    readerEvenness: (Math.max(...perReader) * perReader.length) / Math.max(timesMs.length, 1),
    usedWhileWaiting: meter.readyMs > 0 ? meter.busyMs / meter.readyMs : 1,
  }
}
