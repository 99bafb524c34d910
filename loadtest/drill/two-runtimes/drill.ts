import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monotonicMs } from '../../monotonic.ts'
import { createInjector } from '../faults/injector.ts'
import { figuresOf } from '../figures.ts'
import { openClients } from '../load/clients.ts'
import { readNotes } from '../load/notes.ts'
import { drawUploads, sampleTexts } from '../load/uploads.ts'
import { commitDelays, readCommits } from '../repeated/commits.ts'
import { cleanUpOnSignal } from '../signals.ts'
import { openStage } from '../stage/stage.ts'
import { readDeliveries } from '../stub/delivery-journal.ts'
import { readEndState } from '../verdict/end-state.ts'
import { judge } from '../verdict/verdict.ts'
import { createKafkaView } from '../watch/kafka-view.ts'
import { startObserver } from '../watch/observer.ts'
import { watchRebalances } from '../watch/rebalances.ts'
import { longestWait, type PageEnd } from '../watch/waits.ts'
import { createActs } from './acts.ts'
import type { Act, Hit } from './plan.ts'
import { countRepeatedOfAll, inOrder } from './repeated.ts'
import { faultsFound, type TwoRuntimesReport, thatHitNobody } from './report.ts'

export interface TwoRuntimesOptions {
  seed: string
  stubPages: number
  realPages: number
  /** With one fault each; and after them, with two. */
  singles: Act[]
  pairs: Act[]
  /** The folder stays, however it went. */
  keep: boolean
  print: (line: string) => void
}

/** A real page may take as long as this on a machine that runs all of it. */
const deliveryTimeoutMs = 15_000
const clientCount = 8

/** Two runtimes over a real Kafka and a real PostgreSQL, broken on purpose; what is left of it is the report. */
export async function runTwoRuntimes(options: TwoRuntimesOptions): Promise<TwoRuntimesReport> {
  const { seed, singles, pairs, print } = options
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-drill-'))
  const stage = await openStage(folder, deliveryTimeoutMs)
  const { systems, gateways, brokers } = stage
  const urls = systems.map(({ url }) => url)
  const startedAt = monotonicMs()
  const injector = createInjector(({ kind, variant, place, lastsMs }: Hit, pids) => {
    const seconds = ((monotonicMs() - startedAt) / 1000).toFixed(1).padStart(6)
    const whom = [variant, place, ...pids].join(' ')
    print(`${seconds} s  ${kind} ${whom} for ${lastsMs} ms, ${ended()} ended`)
  })
  const observers = urls.map((url) => startObserver({ url, isFaulty: injector.isFaulty }))
  const ended = () => observers[0]?.ends().length ?? 0
  const view = createKafkaView(brokers.internalAddresses)
  const rebalances = watchRebalances(createKafkaView(brokers.internalAddresses), 'ocr')
  const cleanUp = async () => {
    await injector.end()
    await stage.kill()
  }
  const forget = cleanUpOnSignal(cleanUp)
  let isKept = true
  try {
    const notes = join(folder, 'notes')
    const addresses = gateways.map(({ port }) => `http://127.0.0.1:${port}`)
    const clients = openClients(
      notes,
      Array.from({ length: clientCount }, (_, n) => (n % 2 ? addresses.toReversed() : addresses)),
    )
    const uploads = await drawUploads({ ...options, name: 'page' })
    const acts = await createActs({ seed, stage, injector, observers, view, clients, print })
    const each = Math.ceil(uploads.length / (singles.length + pairs.length))
    const single = await acts.play(singles, uploads.splice(0, each * singles.length))
    const endedOfSingles = ended()
    if (pairs.length > 0) print('two faults at once')
    const overlap = await acts.play(pairs, uploads)
    const end = await readEndState(urls[0] ?? '')
    for (const observer of observers) await observer.close(end.feed.at(-1)?.change ?? 0)
    await rebalances.close()
    const committedAfter = await readCommits(brokers.internalAddresses, 'images-feed', 'ocr')
    const evidence = { ...end, notes: readNotes(notes), isTextOf: await sampleTexts() }
    await stage.stop()
    const deliveries = stage.deliveries.map(readDeliveries)
    const ends = observers[0]?.ends() ?? []
    const waitOf = (pages: PageEnd[]) => longestWait(pages, injector.windows, evidence.notes)
    const report: TwoRuntimesReport = {
      ...{ seed, notReady: acts.notReady, givenUp: acts.givenUp, standing: single.standing },
      ...{ longestStallMs: single.stallMs, longestWait: waitOf(ends.slice(0, endedOfSingles)) },
      ...{ overlapStallMs: overlap.stallMs, overlapWait: waitOf(ends.slice(endedOfSingles)) },
      askedPages: options.stubPages + options.realPages,
      hitNobody: thatHitNobody(injector.windows),
      ...{ verdict: judge(evidence), rebalances: rebalances.spans.length, cuts: stage.cuts() },
      commitDelays: commitDelays(inOrder(deliveries), committedAfter),
      repeated: countRepeatedOfAll(deliveries, {
        ...{ faults: injector.windows, rebalances: rebalances.spans, notes: evidence.notes },
        ...{ committedAfter, deliveryTimeoutMs, origin: startedAt },
      }),
      ...figuresOf(systems, observers),
      // Whatever is away, a runtime waits for it.
      unexcusedStarts: systems.flatMap((system) => system.failedStarts()),
      leftOut: [],
      seconds: (monotonicMs() - startedAt) / 1000,
      folder: null,
    }
    isKept = options.keep || faultsFound(report).length > 0
    return { ...report, folder: isKept ? folder : null }
  } catch (error) {
    print(`The drill itself failed; kept: ${folder}`)
    throw error
  } finally {
    forget()
    view.close()
    await cleanUp()
    for (const [index, system] of systems.entries()) {
      writeFileSync(join(folder, `output-${index + 1}`), system.output())
    }
    const times = { faults: injector.windows, rebalances: rebalances.spans }
    writeFileSync(join(folder, 'times.json'), JSON.stringify(times, null, 1))
    if (!isKept) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}
