import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monotonicMs } from '../figures/monotonic.ts'
import { readDeliveries } from '../ocr/stub/delivery-journal.ts'
import { createInjector } from './faults/injector.ts'
import { openClients } from './load/clients.ts'
import { readNotes } from './load/notes.ts'
import { drawUploads, inShares, sampleTexts } from './load/uploads.ts'
import { nameOf, type Part, type Plan } from './plan.ts'
import { commitDelays, readCommits } from './repeated/commits.ts'
import { countRepeated } from './repeated/repeated.ts'
import { inOrder } from './repeated/repetitions.ts'
import { createRounds } from './rounds.ts'
import { openStage } from './stage/stage.ts'
import { type FaultKind, limitsFor, type Topology } from './topology.ts'
import { readEndState } from './verdict/end-state.ts'
import {
  calmnessOf,
  faultsFound,
  figuresOf,
  missedFaults,
  type PlayedPart,
  type Report,
} from './verdict/report.ts'
import { summarizeStarts, unexcused } from './verdict/starts.ts'
import { judge } from './verdict/verdict.ts'
import { createKafkaView } from './watch/kafka-view.ts'
import { startObserver } from './watch/observer.ts'
import { watchRebalances } from './watch/rebalances.ts'

export interface ScenarioOptions {
  topology: Topology
  plan: Plan
  seed: string
  kinds: FaultKind[]
  pages: { stub: number; real: number }
  /** Whether the folder is kept even without findings. */
  keep: boolean
  print: (line: string) => void
}

const clientCount = 8
/** Many times the stable window of the services between parts. */
const sleepWithinMs = 60_000

/** Runs the real system with faults while pages are uploaded, and reports the outcome. */
export async function runScenario(options: ScenarioOptions): Promise<Report> {
  const { topology, plan, seed, kinds, pages, print } = options
  const { deliveryTimeoutMs, settleMs } = plan
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-drill-'))
  const diskBytes = diskBytesFor(pages)
  const stage = await openStage({ topology, seed, folder, kinds, deliveryTimeoutMs, diskBytes })
  const { systems, gateways, kafka, means } = stage
  const urls = systems.map(({ url }) => url)
  const startedAt = monotonicMs()
  const injector = createInjector((hit, pids) => {
    const seconds = ((monotonicMs() - startedAt) / 1000).toFixed(1).padStart(6)
    const what = [nameOf(hit), ...pids].join(' ')
    print(`${seconds} s  ${what} for ${hit.lastsMs} ms, ${ends().length} ended`)
  })
  const observers = urls.map((url) => startObserver({ url, isFaulty: injector.isFaulty }))
  const ends = () => observers[0]?.ends() ?? []
  const view = kafka.length > 0 ? createKafkaView(kafka) : null
  const rebalances = view && watchRebalances(createKafkaView(kafka), 'ocr')
  let isKept = true
  const cleanUp = async () => {
    await injector.end()
    await stage.kill()
  }
  const forget = onSignal(() => cleanUp().finally(() => means.release(true)))
  try {
    const notesFolder = join(folder, 'notes')
    const addresses = gateways.map(({ url }) => url)
    const clients = openClients(
      notesFolder,
      Array.from({ length: clientCount }, (_, n) => (n % 2 ? addresses.toReversed() : addresses)),
    )
    const uploads = await drawUploads({ seed, pages })
    const rounds = await createRounds({
      ...{ seed, stage, injector, observers, view, clients, settleMs, print },
    })
    const shares = inShares(uploads, plan.parts.flatMap((part) => part.rounds).length)
    const played: (PlayedPart & Part)[] = []
    for (const [index, part] of plan.parts.entries()) {
      if (index > 0 && plan.sleepsBetween) await observers[0]?.asleep(sleepWithinMs)
      if (part.overlaps) print('overlapping faults')
      const from = ends().length
      const came = await rounds.play(part, shares.splice(0, part.rounds.length))
      played.push({ ...part, ...came, ends: ends().slice(from) })
    }
    const end = await readEndState(urls[0] ?? '')
    for (const observer of observers) await observer.close(end.feed.at(-1)?.change ?? 0)
    await rebalances?.close()
    const committedAfter = view && (await readCommits(kafka, 'images-feed', 'ocr'))
    const evidence = { ...end, notes: readNotes(notesFolder), isTextOf: await sampleTexts() }
    await stage.stop()
    const deliveries = stage.deliveries.map(readDeliveries)
    const faults = injector.windows
    const { notes } = evidence
    const { alone = [], overlapping = [] } = Object.groupBy(played, ({ overlaps }) =>
      overlaps ? 'overlapping' : 'alone',
    )
    const log = committedAfter && rebalances && { committedAfter, rebalances: rebalances.spans }
    const report: Omit<Report, 'found' | 'folder'> = {
      ...{ seed, verdict: judge(evidence), askedPages: pages.stub + pages.real },
      ...{ givenUp: rounds.givenUp, notReady: rounds.notReady, leftOut: means.leftOut },
      repeated: countRepeated(deliveries, {
        ...{ faults, notes, kafka: log, deliveryTimeoutMs, origin: startedAt },
      }),
      alone: calmnessOf(alone, faults, notes),
      overlapping: overlapping.length > 0 ? calmnessOf(overlapping, faults, notes) : null,
      kafka: log && {
        commitDelays: commitDelays(inOrder(deliveries), log.committedAfter),
        rebalances: log.rebalances.length,
      },
      missedFaults: missedFaults(faults),
      ...figuresOf(systems, observers),
      unexcusedStarts: unexcused(
        systems.flatMap((system) => system.failedStarts()),
        faults,
      ),
      ...{ cuts: stage.cuts(), seconds: (monotonicMs() - startedAt) / 1000 },
    }
    const found = faultsFound(report, limitsFor(topology, report.askedPages))
    isKept = options.keep || found.length > 0
    return { ...report, found, folder: isKept ? folder : null }
  } catch (error) {
    const failed = systems.flatMap((system) => system.failedStarts())
    for (const way of summarizeStarts(failed)) print(`  not started: ${way}`)
    print(`The drill itself failed; kept in ${folder}`)
    throw error
  } finally {
    forget()
    view?.close()
    await cleanUp()
    for (const [index, system] of systems.entries()) {
      writeFileSync(join(folder, `output-${index + 1}`), system.output())
    }
    const times = { faults: injector.windows, rebalances: rebalances?.spans ?? [] }
    writeFileSync(join(folder, 'times.json'), JSON.stringify(times, null, 1))
    means.release(isKept)
    if (!isKept) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

/** Room for all pages in store and log, including their journals. */
function diskBytesFor({ stub, real }: ScenarioOptions['pages']): number {
  const MiB = 1024 * 1024
  return 96 * MiB + stub * 8 * 1024 + real * 2 * MiB
}

/** Cleans up on SIGINT and SIGTERM, then exits; returns a function that removes the handlers. */
function onSignal(cleanUp: () => Promise<void>): () => void {
  const end = () => void cleanUp().finally(() => process.exit(130))
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}
