import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { RankedRow } from '../../engine.ts'
import { createRanking, type MatchOptions } from './ranking.ts'

/** Worker thread that runs the searches of ./search.ts one at a time. */

export interface Request {
  number: number
  searchOptions: MatchOptions
  /** Deadline in ms of process.hrtime(), which all threads share. */
  untilMs: number
}

export type Answer = { number: number } & (
  | { rows: RankedRow[] }
  | { isLate: true }
  | { message: string; errcode: unknown }
)

const database = new DatabaseSync(workerData.path, { readOnly: true, timeout: 1000 })
let untilMs = 0
const isLate = () => Number(process.hrtime.bigint()) / 1e6 > untilMs
const rank = createRanking(database, () => {
  if (isLate()) throw new Error('The search takes too long')
})

parentPort?.on('message', (request: Request) => {
  untilMs = request.untilMs
  parentPort?.postMessage({ number: request.number, ...outcomeOf(request) } satisfies Answer)
})

function outcomeOf({ searchOptions }: Request) {
  try {
    return { rows: rank(searchOptions) }
  } catch (error) {
    if (isLate()) return { isLate: true as const }
    if (!(error instanceof Error)) throw error
    return { message: error.message, errcode: 'errcode' in error ? error.errcode : undefined }
  }
}
