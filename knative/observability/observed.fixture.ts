import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mountDisk } from '../../loadtest/drill/faults/disk.ts'
import { type Control, writeControl } from '../../loadtest/ocr/stub/control.ts'
import { drawStubPage, type StubKind } from '../../loadtest/ocr/stub-page.ts'
import { openGlyphflow, temporaryFolder, until } from '../../loadtest/system/glyphflow.ts'
import { functionsWith } from '../../loadtest/system/pipeline.ts'
import { freePort } from '../../scripts/servers/free-port.ts'
import {
  missingForPrometheus,
  startPrometheus,
} from '../../scripts/servers/prometheus/prometheus.ts'
import { createQueries } from './ask-prometheus.fixture.ts'
import { rulesPath } from './queries.fixture.ts'

const missing = missingForPrometheus()
/** In CI its absence fails the tests. */
export const cannotObserve = missing !== null && process.env.CI !== 'true'
if (cannotObserve) process.stderr.write(`Skipped: expected ${missing}\n`)

const shorter: Record<string, string> = {
  ...{ '5m': '8s', '10m': '20s', '30m': '10s', '1h': '12s', '6h': '30s' },
}
const smallBytes = 600 << 20

/** The alerts, to fire within seconds: shorter windows, no waiting, fewer pages, which are late after a second. */
function scaledRules(): string {
  return readFileSync(rulesPath, 'utf8')
    .replaceAll(/(?<=\[|offset )\w+/g, (window) => shorter[window] ?? window)
    .replaceAll(/for: \w+/g, 'for: 1s')
    .replaceAll('le=~"60(', 'le=~"1(')
    .replace('>= 10)', '>= 3)')
    .replace('max(glyphflow_log_size) > 2^30', 'max(glyphflow_log_size) > 2^20')
    .replace('> 80 * 2^30', '> 16 * 2^20')
}

type At = (name: string) => string

export interface ObservedOptions {
  /** Settings; `at` is a path in the folder of the test. */
  env?: (at: At) => Record<string, string>
  scales?: Parameters<typeof openGlyphflow>[1]
  /** More than the second in which a measurement of what is away is given up. */
  scrapeInterval?: string
}

/**
 * Glyphflow with a stub of ocr and two readers at most, beside a real Prometheus that evaluates scaled alerts.
 * `atTheEnd` gets what ends each part, in the order of their starts.
 */
export async function openObserved(
  atTheEnd: (end: () => unknown) => void,
  { env = () => ({}), scales = {}, scrapeInterval = '3s' }: ObservedOptions = {},
) {
  const metricsPort = await freePort()
  const glyphflow = await openGlyphflow(
    (at) => {
      mkdirSync(at('prometheus'))
      writeControl(at('control'), { misbehaviour: null, oneOf: 1 })
      return {
        FUNCTIONS_DIR: functionsWith('stub', at('functions')),
        METRICS_PORT: String(metricsPort),
        ...{ DRILL_CONTROL: at('control'), DRILL_DELIVERIES: at('deliveries') },
        ...env(at),
      }
    },
    { ...scales, ocr: { ...scales?.ocr, 'max-scale': '2' } },
  )
  const { client, at } = glyphflow
  atTheEnd(glyphflow.stop)
  writeFileSync(at('alerts.yaml'), scaledRules())
  const prometheus = await startPrometheus({
    ...{ folder: at('prometheus'), port: await freePort(), metricsPort },
    ...{ scrapeInterval, rules: at('alerts.yaml') },
  })
  atTheEnd(prometheus.stop)
  const queries = createQueries(prometheus.url)

  return {
    ...{ ...glyphflow, queries },
    misbehave: (misbehaviour: Control['misbehaviour']) =>
      writeControl(at('control'), { misbehaviour, oneOf: 1 }),
    /** Resolves when no page waits, or `left` at most. */
    allEnded: (left = 0) => until(async () => (await client.system()).queuedPages <= left),
    /** Processes of a service, without those that end. */
    async pidsOf(name: string) {
      const { services } = await client.system()
      const processes = services?.find((each) => each.name === name)?.processes ?? []
      return processes.filter(({ state }) => state !== 'stopping').map(({ pid }) => pid)
    },
  }
}

/** Delays the start of a process while the file SLOW_START exists. */
const slowStart = `
  import { existsSync } from 'node:fs'
  if (existsSync(process.env.SLOW_START)) await new Promise((ready) => setTimeout(ready, 3500))`

/** The same on a small disk, with the shortest window, and scraped every second. */
export async function openOnSmallDisk(atTheEnd: (end: () => unknown) => void) {
  const disk = await temporaryFolder()
  atTheEnd(disk.remove)
  const mounted = mountDisk(disk.path, smallBytes)
  if ('unmount' in mounted) atTheEnd(mounted.unmount)
  const scale = { window: '6s' }
  const observed = await openObserved(atTheEnd, {
    env: (at) => ({
      DATA_DIR: disk.path,
      SLOW_START: at('slow-start'),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(slowStart)}`,
    }),
    scales: { ocr: scale, results: scale },
    scrapeInterval: '1s',
  })
  const isSmall = 'unmount' in mounted
  return { ...observed, disk: disk.path, isSmall, slowStart: observed.at('slow-start') }
}

export const stubPages = (kind: StubKind, count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => drawStubPage({ kind, number: from + n }))

/** Sends a signal to a process that may have ended. */
export function signal(pid: number | undefined, name: NodeJS.Signals) {
  try {
    if (pid) process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
