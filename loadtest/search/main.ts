import { join } from 'node:path'
import * as z from 'zod'
import { documentRoutes } from '../../functions/gateway/documents/document-routes.ts'
import { createRoutes } from '../../functions/gateway/http/openapi/openapi.ts'
import { explainStoreError } from '../../functions/gateway/http/store-problems.ts'
import { createErrorHandler } from '../../functions/shared/http/problem.ts'
import { createLogger } from '../../functions/shared/process/logger.ts'
import { openPostgresStore } from '../../functions/shared/store/postgres/store.ts'
import { openSqliteStore } from '../../functions/shared/store/sqlite/store.ts'
import type { Store } from '../../functions/shared/store/store.ts'
import { createPostgres } from '../../scripts/servers/postgres/server.ts'
import { positiveInt, print, readCommandLine } from '../command-line.ts'
import { percentile } from '../figures/percentile.ts'
import { temporaryFolder } from '../system/glyphflow.ts'
import { createChances, readVocabulary } from './chances.ts'
import { addDocuments } from './documents.ts'
import { type Pause, watchPauses } from './pauses.ts'
import { drawSearch } from './queries.ts'

/**
 * npm run bench:search -- [--documents 20000] [--queries 10000] [--at-a-time 4] [--seed 1] [--over postgres]
 *
 * Ordinary and hostile searches, --at-a-time concurrently, through the gateway's routes over a store with --documents
 * documents. Reports how long the main thread was blocked, its own CPU time within that, and the answers' latency. The
 * exit code is 0 if each pause was at most 300 ms and each answer was 200, 400 or 503 `search-too-slow`.
 */
const { options } = readCommandLine(
  z.object({
    documents: positiveInt.default(20_000),
    queries: positiveInt.default(10_000),
    'at-a-time': positiveInt.default(4),
    seed: z.string().default('1'),
    over: z.enum(['sqlite', 'postgres']).default('sqlite'),
  }),
)
const maxMs = 300
const worstShown = 5
const logger = createLogger('bench', 'silent')

interface Opened {
  store: Store
  remove: () => Promise<void>
}

type Round = Pause & { searches: URLSearchParams[] }

const open = {
  async sqlite(): Promise<Opened> {
    const folder = await temporaryFolder()
    return { store: openSqliteStore(join(folder.path, 'store.sqlite')), remove: folder.remove }
  },
  async postgres(): Promise<Opened> {
    const server = await createPostgres({ settings: { fsync: 'off' } })
    await server.start()
    const onUnusable = (error: Error) => {
      throw error
    }
    return {
      store: await openPostgresStore(server.url, { logger: logger, onUnusable }),
      remove: server.remove,
    }
  },
}

const { store, remove } = await open[options.over]()
try {
  const vocabulary = await readVocabulary()
  const fromMs = performance.now()
  await addDocuments(
    store,
    options.documents,
    createChances(`documents ${options.seed}`, vocabulary),
  )
  const seconds = ((performance.now() - fromMs) / 1000).toFixed(0)
  print(
    `${options.documents} documents in ${options.over} after ${seconds} s, seed ${options.seed}`,
  )
  print('Sequential searches, ms')
  for (const query of ['会议', '会', 'remember', 'the']) await timeOne(query)
  process.exitCode = (await measure(vocabulary)) ? 0 : 1
} finally {
  await store.close()
  await remove()
}

/** Times sequential searches for a representative query. */
async function timeOne(query: string): Promise<void> {
  const ms: number[] = []
  let found = 0
  for (let times = 0; times < 20; times += 1) {
    const fromMs = performance.now()
    found = (await store.documents({ query, limit: 50 })).documents.length
    ms.push(performance.now() - fromMs)
  }
  printTimes(`${query} (${found} shown)`, ms)
}

/** True if all pauses and answers were within the limits. */
async function measure(vocabulary: string[]): Promise<boolean> {
  const routes = documentRoutes({ store })
  const app = createRoutes().route('/', routes)
  const handleError = createErrorHandler(logger)
  app.onError((error, c) => handleError(explainStoreError(error, logger), c))
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
  print(`  ${what.padEnd(19)} p50 ${p50}, p99 ${p99}, max ${p100}`)
}
