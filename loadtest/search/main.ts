import * as z from 'zod'
import { documentRoutes } from '../../functions/gateway/documents/document-routes.ts'
import { createRoutes } from '../../functions/gateway/http/openapi/openapi.ts'
import { explainStoreError } from '../../functions/gateway/http/store-problems.ts'
import { createErrorHandler } from '../../functions/shared/http/problem.ts'
import { createLogger } from '../../functions/shared/process/logger.ts'
import { positiveInt, print, readCommandLine } from '../command-line.ts'
import { percentile } from '../figures/percentile.ts'
import { startGlyphflow } from '../system/glyphflow.ts'
import { createChances, readVocabulary } from './chances.ts'
import { addDocuments } from './documents.ts'
import { timeLists, timeSearches } from './lists.ts'
import { open } from './open-store.ts'
import { measurePage } from './page.ts'
import { type Pause, watchPauses } from './pauses.ts'
import { drawSearch } from './queries.ts'

/**
 * npm run bench:search -- [--documents 20000] [--queries 10000] [--at-a-time 4] [--seed 1] [--over postgres]
 *                         [--data FOLDER] [--rows 10000]
 *
 * Lists and searches one after the other, then ordinary and hostile searches, --at-a-time concurrently, through the
 * gateway's routes over a store with --documents documents. Reports how long the main thread was blocked, its own CPU
 * time within that, and the answers' latency. The exit code is 0 if each pause was at most 300 ms and each answer was
 * 200, 400 or 503 `search-too-slow`. With --rows the page is opened over the same store in Chromium, and its list
 * scrolled over so many rows. --data keeps the SQLite store in a folder, and uses the one that is there.
 */
const count = z.coerce.number().int().min(0)
const { options } = readCommandLine(
  z.object({
    documents: positiveInt.default(20_000),
    queries: count.default(10_000),
    'at-a-time': positiveInt.default(4),
    seed: z.string().default('1'),
    over: z.enum(['sqlite', 'postgres']).default('sqlite'),
    data: z.string().optional(),
    rows: count.default(0),
  }),
)
const maxMs = 300
const worstShown = 5
const logger = createLogger('bench', 'silent')

type Round = Pause & { searches: URLSearchParams[] }

const opened = await open[options.over]({ folder: options.data, logger })
const { store } = opened
const app = createRoutes().route('/', documentRoutes({ store }))
const handleError = createErrorHandler(logger)
app.onError((error, c) => handleError(explainStoreError(error, logger), c))
try {
  const vocabulary = await readVocabulary()
  if ((await store.documents({ limit: 1 })).documents.length === 0) await fill(vocabulary)
  print('Sequential lists, ms')
  await timeLists(app, printTimes)
  print('Sequential searches, ms')
  await timeSearches(app, printTimes)
  if (options.queries > 0) process.exitCode = (await measure(vocabulary)) ? 0 : 1
  if (options.rows > 0) await openPage()
} finally {
  await store.close()
  await opened.remove()
}

async function fill(vocabulary: string[]): Promise<void> {
  const fromMs = performance.now()
  const chances = createChances(`documents ${options.seed}`, vocabulary)
  await addDocuments(store, options.documents, chances)
  const seconds = ((performance.now() - fromMs) / 1000).toFixed(0)
  print(
    `${options.documents} documents in ${options.over} after ${seconds} s, seed ${options.seed}`,
  )
}

async function openPage(): Promise<void> {
  const glyphflow = await startGlyphflow(opened.dataDir, opened.env)
  try {
    await measurePage(glyphflow.url, options.rows)
  } finally {
    await glyphflow.stop()
  }
}

/** True if all pauses and answers were within the limits. */
async function measure(vocabulary: string[]): Promise<boolean> {
  const chances = createChances(`queries ${options.seed}`, vocabulary)
  const statuses = new Map<string, number>()
  const answerMs: number[] = []
  const rounds: Round[] = []

  async function ask(search: URLSearchParams) {
    const fromMs = performance.now()
    const response = await app.request(`/v1/documents?${search}`)
    const text = await response.text()
    answerMs.push(performance.now() - fromMs)
    const code = response.status < 500 ? '' : ` ${JSON.parse(text).code}`
    const status = `${response.status}${code}`
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }

  const pauses = watchPauses()
  for (let left = options.queries; left > 0; left -= options['at-a-time']) {
    const count = Math.min(left, options['at-a-time'])
    const searches = Array.from({ length: count }, () => drawSearch(chances))
    pauses.reset()
    await Promise.all(searches.map(ask))
    rounds.push({ ...pauses.longest(), searches })
    if (answerMs.length % 1000 < count || left === count) printAll()
  }
  pauses.end()

  function printAll() {
    const pauseMs = rounds.map(({ ms }) => ms)
    const cpuMs = rounds.map(({ cpuMs }) => cpuMs)
    print(`${answerMs.length} searches, ms`)
    printTimes('pause', pauseMs)
    printTimes('own CPU in pause', cpuMs)
    printTimes('answer', answerMs)
  }

  print(`answers: ${[...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')}`)
  print('\nLongest pauses, ms, own CPU in them, and their searches')
  const worst = rounds.toSorted((a, b) => b.ms - a.ms).slice(0, worstShown)
  for (const { ms, cpuMs, searches } of worst) {
    const shown = searches.map((search) => JSON.stringify(Object.fromEntries(search)).slice(0, 70))
    print(`  ${ms.toFixed(0).padStart(5)} ${cpuMs.toFixed(0).padStart(5)}  ${shown.join(' ')}`)
  }
  const expected = ['200', '400', '503 search-too-slow']
  return (
    rounds.every(({ ms }) => ms <= maxMs) &&
    [...statuses.keys()].every((status) => expected.includes(status))
  )
}

function printTimes(what: string, ms: number[]): void {
  const [p50, p99, p100] = [0.5, 0.99, 1].map((share) => percentile(ms, share).toFixed(1))
  print(`  ${what.padEnd(28)} p50 ${p50}, p99 ${p99}, max ${p100}`)
}
