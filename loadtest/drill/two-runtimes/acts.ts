import { setTimeout as pause } from 'node:timers/promises'
import { readPipeline } from '../../../eventing/runtime/read-pipeline.ts'
import { monotonicMs } from '../../monotonic.ts'
import { createFaultOf } from '../faults/fault-of.ts'
import type { createInjector } from '../faults/injector.ts'
import { type Client, runClients, type Upload } from '../load/clients.ts'
import type { Note } from '../load/notes.ts'
import type { Stage } from '../stage/stage.ts'
import { createDrain, waitingPages } from '../watch/drain.ts'
import type { KafkaView } from '../watch/kafka-view.ts'
import type { Observer } from '../watch/observer.ts'
import { untilReady } from '../watch/readiness.ts'
import { type Act, type Hit, nameOf } from './plan.ts'
import { maxStallMs } from './report.ts'

/** What came of acts. */
export interface Played {
  /** The longest stall while no fault was at work. */
  stallMs: number
  /** Acts after which some of the pages that waited did not end, and which. */
  standing: string[]
}

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
  const givenUp: string[] = []
  const takeStallMs = () => Math.max(...observers.map((observer) => observer.takeStallMs()))

  async function play(act: Act, uploads: Upload[]): Promise<Played> {
    const longestMs = Math.max(...act.map(({ lastsMs }) => lastsMs))
    const giveUp = new AbortController()
    const { notes, noting } = listenTo(clients)
    const uploading = runClients(uploads, calmMs + longestMs, noting, giveUp.signal)
    await pause(calmMs)
    const stallBefore = takeStallMs()
    const faults = await Promise.all(act.map(async (hit) => ({ hit, fault: await faultOf(hit) })))
    await Promise.all(faults.map(({ hit, fault }) => injector.inject(hit, fault)))
    const endedAt = monotonicMs()
    const missing = await untilReady(readiness, readyWithinMs)
    if (missing !== null) notReady.push(`${toName(act)}: ${missing}`)
    const readyAt = monotonicMs()
    const timer = setTimeout(() => giveUp.abort(), readyWithinMs)
    const left = await untilDrained(() => waitingPages(notes, observers[0]?.ends() ?? [], endedAt))
    const drainedAt = monotonicMs()
    givenUp.push(...(await uploading))
    clearTimeout(timer)
    const stallMs = takeStallMs()
    const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    print(
      `          ready after ${inSeconds(readyAt - endedAt)}, stalled ${inSeconds(stallMs)}, ` +
        `what waited had ended ${inSeconds(drainedAt - readyAt)} later`,
    )
    return {
      stallMs: Math.max(stallBefore, stallMs),
      standing: left.length > 0 ? [`${toName(act)}: ${left.length} pages, first ${left[0]}`] : [],
    }
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
    /** Resolves when all their pages have ended. */
    async play(acts: Act[], uploads: Upload[]): Promise<Played> {
      const all: Played[] = []
      await untilReady(readiness, readyWithinMs)
      const each = Math.ceil(uploads.length / Math.max(acts.length, 1))
      for (const [index, act] of acts.entries()) {
        all.push(await play(act, uploads.slice(index * each, (index + 1) * each)))
      }
      await rest()
      return {
        stallMs: Math.max(takeStallMs(), ...all.map(({ stallMs }) => stallMs)),
        standing: all.flatMap(({ standing }) => standing),
      }
    },
    /** Acts after which something was not ready in time, and what. */
    notReady,
    /** Uploads that nobody took in time, or that were not begun; by key. */
    givenUp,
  }
}

/** What clients note while one act is played. */
function listenTo(clients: Client[]) {
  const notes: Note[] = []
  const noting = clients.map((client) => ({
    ...client,
    note(note: Note) {
      client.note(note)
      notes.push(note)
    },
  }))
  return { notes, noting }
}

/** Until no page of a backlog waits, or none has ended for too long; those that still wait. */
async function untilDrained(waiting: () => string[]): Promise<string[]> {
  const drain = createDrain(maxStallMs)
  for (;;) {
    const pages = waiting()
    if (drain.isOver(monotonicMs(), pages.length)) return pages
    await pause(100)
  }
}

function toName(act: Act): string {
  return act.map(nameOf).join(', ')
}
