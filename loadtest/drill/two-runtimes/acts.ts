import { setTimeout as pause } from 'node:timers/promises'
import { readPipeline } from '../../../eventing/runtime/read-pipeline.ts'
import { type Client, runClients, type Upload } from '../clients.ts'
import type { createInjector } from '../faults/injector.ts'
import { monotonicMs } from '../monotonic.ts'
import type { Observer } from '../observer.ts'
import { createFaultOf } from './fault-of.ts'
import type { KafkaView } from './kafka-view.ts'
import type { Act, Hit } from './plan.ts'
import { untilReady } from './readiness.ts'
import type { Stage } from './stage.ts'

export interface ActsDeps {
  seed: string
  stage: Stage
  injector: ReturnType<typeof createInjector<Hit>>
  observers: Observer[]
  view: KafkaView
  clients: Client[]
  print: (line: string) => void
}

/** Between the moment when all is ready and the next fault. */
const calmMs = 5000
/** Many times what a member takes that was thrown out, or a broker that has to catch up. */
const readyWithinMs = 120_000
/** How long pages may take to end once nothing is broken any more. */
const restWithinMs = 240_000

/** Plays acts one after the other, each with its share of the uploads. */
export async function createActs(deps: ActsDeps) {
  const { seed, stage, injector, observers, view, clients, print } = deps
  const { topics, sources } = await readPipeline(stage.knativeDir)
  const readiness = {
    view,
    topics: topics.map(({ name }) => name),
    groups: sources.map(({ group }) => group),
    urls: stage.systems.map(({ url }) => url),
  }
  const faultOf = createFaultOf(seed, stage)
  const notReady: string[] = []
  const takeStallMs = () => Math.max(...observers.map((observer) => observer.takeStallMs()))

  async function play(act: Act, uploads: Upload[]): Promise<number> {
    const longestMs = Math.max(...act.map(({ lastsMs }) => lastsMs))
    const giveUp = new AbortController()
    const uploading = runClients(uploads, calmMs + longestMs, clients, giveUp.signal)
    await pause(calmMs)
    const stallBefore = takeStallMs()
    await Promise.all(act.map((hit) => injector.inject(hit, faultOf(hit))))
    const endedAt = monotonicMs()
    const missing = await untilReady(readiness, readyWithinMs)
    const readySeconds = ((monotonicMs() - endedAt) / 1000).toFixed(1)
    const timer = setTimeout(() => giveUp.abort(), readyWithinMs)
    await uploading
    clearTimeout(timer)
    if (missing !== null) notReady.push(`${nameOf(act)}: ${missing}`)
    const stallMs = takeStallMs()
    print(`          ready after ${readySeconds} s, stalled ${(stallMs / 1000).toFixed(1)} s`)
    return Math.max(stallBefore, stallMs)
  }

  /** Until every page has ended, or that takes too long. */
  async function rest(): Promise<void> {
    const since = monotonicMs()
    while (!observers.every((observer) => observer.isAtRest(since))) {
      if (monotonicMs() > since + restWithinMs) return
      await pause(100)
    }
  }

  return {
    /** Resolves when all their pages have ended; the longest stall while no fault was at work. */
    async play(acts: Act[], uploads: Upload[]): Promise<number> {
      let longestMs = 0
      await untilReady(readiness, readyWithinMs)
      const each = Math.ceil(uploads.length / Math.max(acts.length, 1))
      for (const [index, act] of acts.entries()) {
        const own = uploads.slice(index * each, (index + 1) * each)
        longestMs = Math.max(longestMs, await play(act, own))
      }
      await rest()
      return Math.max(longestMs, takeStallMs())
    },
    /** Acts after which something was not ready in time, and what. */
    notReady,
  }
}

function nameOf(act: Act): string {
  return act.map(({ kind, variant, place }) => `${kind} ${variant} ${place}`).join(', ')
}
