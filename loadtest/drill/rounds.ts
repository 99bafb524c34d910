import { readPipeline } from '../../eventing/pipeline/read-pipeline.ts'
import { monotonicMs } from '../figures/monotonic.ts'
import { createFaultOf } from './faults/fault-of.ts'
import type { createInjector } from './faults/injector.ts'
import { passed } from './faults/injector.ts'
import { type Client, runClients, type Upload } from './load/clients.ts'
import type { Note } from './load/notes.ts'
import { endOf, nameOf, type Part, type Round } from './plan.ts'
import type { Stage } from './stage/stage.ts'
import { untilDrained, waitingPages } from './watch/drain.ts'
import type { KafkaView } from './watch/kafka-view.ts'
import type { Observer } from './watch/observer.ts'
import { untilReady } from './watch/readiness.ts'

export interface RoundsDeps {
  seed: string
  stage: Stage
  injector: ReturnType<typeof createInjector>
  observers: Observer[]
  view: KafkaView | null
  clients: Client[]
  settleMs: number
  print: (line: string) => void
}

/** Outcome of a part's rounds. */
export interface Played {
  /** Longest stall while no fault was active. */
  stallMs: number
  /** Rounds after which waiting pages did not end, with the pages. */
  stuckPages: string[]
}

/** Many times the recovery time of an expelled member, or of a broker that has to catch up. */
const readyWithinMs = 120_000

/** Plays rounds sequentially, each with its share of the uploads. */
export async function createRounds(deps: RoundsDeps) {
  const { seed, stage, injector, observers, view, clients, settleMs, print } = deps
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

  async function playActs(round: Round): Promise<void> {
    const startedAt = monotonicMs()
    for (const { atMs, hits } of round) {
      await passed(startedAt + atMs)
      const faults = await Promise.all(
        hits.map(async (hit) => ({ hit, fault: await faultOf(hit) })),
      )
      await Promise.all(faults.map(({ hit, fault }) => injector.inject(hit, fault)))
    }
  }

  async function playRound(round: Round, uploads: Upload[]): Promise<Played> {
    const giveUp = new AbortController()
    const { notes, noting } = listenTo(clients)
    const uploading = runClients(uploads, endOf(round), noting, giveUp.signal)
    await playActs(round)
    const endedAt = monotonicMs()
    const missing = await untilReady(readiness, readyWithinMs)
    if (missing !== null) notReady.push(`${toName(round)}: ${missing}`)
    const readyAt = monotonicMs()
    const timer = setTimeout(() => giveUp.abort(), Math.min(settleMs, readyWithinMs))
    const left = await untilDrained(() => waitingPages(notes, observers[0]?.ends() ?? [], endedAt))
    const drainedAt = monotonicMs()
    givenUp.push(...(await uploading))
    clearTimeout(timer)
    const stallMs = takeStallMs()
    const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    print(
      `          ready after ${inSeconds(readyAt - endedAt)}, stalled ${inSeconds(stallMs)}, ` +
        `backlog drained ${inSeconds(drainedAt - readyAt)} later`,
    )
    const stuck = `${toName(round)}: ${left.length} pages, first ${left[0]}`
    return { stallMs, stuckPages: left.length > 0 ? [stuck] : [] }
  }

  /** Waits until every page has ended, at most `settleMs`. */
  async function rest(): Promise<void> {
    const since = monotonicMs()
    while (!observers.every((observer) => observer.isAtRest(since))) {
      if (monotonicMs() > since + settleMs) return
      await passed(monotonicMs() + 100)
    }
  }

  return {
    /** Plays a part with the uploads of each round; resolves when all pages have ended. */
    async play({ rounds }: Part, shares: Upload[][]): Promise<Played> {
      await untilReady(readiness, readyWithinMs)
      const played: Played[] = []
      for (const [index, round] of rounds.entries()) {
        const possible = round.filter(({ hits }) => hits.every(stage.means.isPossible))
        played.push(await playRound(possible, shares[index] ?? []))
      }
      await rest()
      return {
        stallMs: Math.max(takeStallMs(), ...played.map(({ stallMs }) => stallMs)),
        stuckPages: played.flatMap(({ stuckPages }) => stuckPages),
      }
    },
    /** Rounds after which the system was not ready in time, with the reason. */
    notReady,
    /** Keys of uploads that were not accepted in time, or not started. */
    givenUp,
  }
}

/** Collects clients' notes during one round. */
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

function toName(round: Round): string {
  return round.flatMap(({ hits }) => hits.map(nameOf)).join(', ')
}
