import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../make-samples/random.ts'
import { monotonicMs } from '../monotonic.ts'
import { tidyClock } from './faults/clock.ts'
import { createFaults } from './faults/faults.ts'
import { figuresOf } from './figures.ts'
import { openClients, runClients } from './load/clients.ts'
import { readNotes } from './load/notes.ts'
import { drawUploads, sampleTexts } from './load/uploads.ts'
import type { FaultKind, Step } from './plan.ts'
import { startProxy } from './proxy.ts'
import { countRepeated } from './repeated/repeated.ts'
import { cleanUpOnSignal } from './signals.ts'
import { prepareMeans } from './stage/means.ts'
import { startSystem } from './stage/system.ts'
import { prepareWorkspace } from './stage/workspace.ts'
import { readDeliveries } from './stub/delivery-journal.ts'
import { readEndState } from './verdict/end-state.ts'
import { isGood, type Report } from './verdict/report.ts'
import { tellStarts, unexcused } from './verdict/starts.ts'
import { judge } from './verdict/verdict.ts'
import { startObserver } from './watch/observer.ts'
import { longestWait } from './watch/waits.ts'

export interface DrillOptions {
  seed: string
  kinds: FaultKind[]
  /** One after the other: pages are uploaded while the plan's faults come, and all of them end. */
  rounds: { stubPages: number; realPages: number; steps: Step[] }[]
  deliveryTimeoutMs: number
  /** How long a round may take to come to rest once its faults are over. */
  settleMs: number
  /** Each round but the first begins when ocr has no replica. */
  sleepsBetween: boolean
  /** The folder stays, however it went. */
  keep: boolean
  print: (line: string) => void
}

const clientCount = 8
/** Many times the window that the drill's services have. */
const sleepWithinMs = 60_000

/** Everything real, broken on purpose; what is left of it is the report. */
export async function runDrill(options: DrillOptions): Promise<Report> {
  const { seed, kinds, rounds, print } = options
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-drill-'))
  const timeout = `PT${options.deliveryTimeoutMs / 1000}S`
  const { env, dataDir, control, deliveries } = prepareWorkspace(folder, {
    timeout,
    // Between bursts there are no replicas.
    window: '6s',
  })
  const notes = join(folder, 'notes')

  const means = prepareMeans({ kinds, folder, dataDir, diskBytes: diskBytes(rounds) })
  const system = await startSystem({
    dataDir,
    env: {
      ...env,
      ...means.env,
      DRILL_LATE_MS: `${options.deliveryTimeoutMs + 1000}`,
      // None, so that it is the databases that meet the full disk, not a look before.
      MIN_FREE_BYTES: '0',
      UNAPPENDED_AFTER_MS: '2000',
    },
    onRuntimeEnd: tidyClock,
  }).catch((error) => {
    means.release()
    throw error
  })
  const proxy = await startProxy(system.url, createRandom(`cuts ${seed}`))
  const startedAt = monotonicMs()
  const faults = createFaults({
    ...{ seed, system, proxy, control, dataDir, clock: means.clock },
    onStep({ kind, variant, lastsMs }, pids) {
      const seconds = ((monotonicMs() - startedAt) / 1000).toFixed(1).padStart(6)
      const whom = pids.length > 0 ? ` ${pids.join(' ')}` : ''
      print(
        `${seconds} s  ${kind} ${variant}${whom} for ${lastsMs} ms, ${observer.ends().length} ended`,
      )
    },
  })
  const observer = startObserver({ url: system.url, isFaulty: faults.isFaulty })
  const cleanUp = async () => {
    await faults.end()
    system.kill()
  }
  const forget = cleanUpOnSignal(() => cleanUp().finally(means.release))
  let isKept = true
  try {
    const clients = openClients(notes, Array(clientCount).fill([proxy.url]))
    for (const [index, round] of rounds.entries()) {
      if (index > 0 && options.sleepsBetween) await observer.asleep(sleepWithinMs)
      const steps = round.steps.filter(means.isPossible)
      const uploads = await drawUploads({ ...round, seed, name: `round${index + 1}` })
      const last = steps.at(-1)
      const giveUp = new AbortController()
      const uploading = runClients(
        uploads,
        last ? last.atMs + last.lastsMs : 0,
        clients,
        giveUp.signal,
      )
      await faults.run(steps)
      const deadline = performance.now() + options.settleMs
      const timer = setTimeout(() => giveUp.abort(), options.settleMs)
      await uploading
      clearTimeout(timer)
      const uploadedAt = monotonicMs()
      while (!observer.isAtRest(uploadedAt) && performance.now() < deadline) await pause(100)
    }
    const end = await readEndState(system.url)
    await observer.close(end.feed.at(-1)?.change ?? 0)
    const evidence = {
      ...end,
      notes: readNotes(notes),
      isTextOf: await sampleTexts(),
    }
    await system.stop()
    const report: Report = {
      seed,
      verdict: judge(evidence),
      repeated: countRepeated(readDeliveries(deliveries), {
        faults: faults.windows,
        notes: evidence.notes,
        deliveryTimeoutMs: options.deliveryTimeoutMs,
        origin: startedAt,
      }),
      longestStallMs: observer.takeStallMs(),
      longestWait: longestWait(observer.ends(), faults.windows, evidence.notes),
      ...figuresOf([system], [observer]),
      unexcusedStarts: unexcused(system.failedStarts(), faults.windows),
      cuts: proxy.cuts(),
      leftOut: means.leftOut,
      seconds: (monotonicMs() - startedAt) / 1000,
      folder: null,
    }
    isKept = options.keep || !isGood(report)
    return { ...report, folder: isKept ? folder : null }
  } catch (error) {
    for (const way of tellStarts(system.failedStarts())) print(`  not started: ${way}`)
    print(`The drill itself failed; kept: ${folder}`)
    throw error
  } finally {
    forget()
    await cleanUp()
    proxy.close()
    writeFileSync(join(folder, 'output'), system.output())
    writeFileSync(join(folder, 'faults.json'), JSON.stringify(faults.windows, null, 1))
    if (isKept) cpSync(dataDir, join(folder, 'data-kept'), { recursive: true })
    means.release()
    if (!isKept) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

/** Room for all pages in store and log, and for what they write beside themselves. */
function diskBytes(rounds: DrillOptions['rounds']): number {
  const MiB = 1024 * 1024
  const stub = rounds.reduce((sum, { stubPages }) => sum + stubPages, 0)
  const real = rounds.reduce((sum, { realPages }) => sum + realPages, 0)
  return 96 * MiB + stub * 8 * 1024 + real * 2 * MiB
}
