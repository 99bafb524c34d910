import { Worker } from 'node:worker_threads'
import type { Phrase } from '../../../search/phrases.ts'
import type { RankedRow, SearchOptions } from '../../engine.ts'
import { SearchTooSlowError, StoreUnavailableError } from '../../store.ts'
import { toStoreError } from '../errors.ts'
import type { MatchOptions } from './ranking.ts'
import type { Answer, Request } from './search-thread.ts'
import { toMatch } from './text-search.ts'

/** Timeout of a search, including the wait for other searches. */
const defaultTimeoutMs = 5000
/** Idle time after which the thread ends: it takes about 20 MB. */
const idleMs = 30_000

type Waiting = PromiseWithResolvers<RankedRow[]>

/**
 * Finds documents, best first, in a worker thread, because FTS5 visits all matches before it returns and cannot be
 * interrupted from outside. The thread runs searches one at a time, and ends when idle. A search that is not done in
 * time rejects with SearchTooSlowError.
 */
export function createSearch(path: string, { timeoutMs = defaultTimeoutMs } = {}) {
  let thread: Worker | undefined
  let isClosed = false
  let number = 0
  const waiting = new Map<number, Waiting>()
  let idling: NodeJS.Timeout | undefined

  function startThread(): Worker {
    const started = new Worker(new URL('./search-thread.ts', import.meta.url), {
      workerData: { path },
      // Without the process's own options: its preloaded modules support only one thread.
      execArgv: [],
    })
    started.on('message', settle)
    started.on('error', (error) => fail(started, error))
    started.on('exit', () => fail(started, new Error('it was closed')))
    started.unref()
    return started
  }

  function settle(answer: Answer) {
    const search = waiting.get(answer.number)
    if ('rows' in answer) search?.resolve(answer.rows)
    else if ('isLate' in answer) search?.reject(new SearchTooSlowError())
    else search?.reject(toStoreError(path, Object.assign(new Error(answer.message), answer)))
  }

  function fail(ended: Worker, error: unknown) {
    if (ended !== thread) return
    thread = undefined
    const message = `The store cannot be searched: ${error instanceof Error ? error.message : error}`
    for (const { reject } of waiting.values()) {
      reject(new StoreUnavailableError(message, { cause: error }))
    }
  }

  async function ask(searchOptions: MatchOptions): Promise<RankedRow[]> {
    if (isClosed) throw new StoreUnavailableError('The store cannot be searched: it was closed')
    clearTimeout(idling)
    thread ??= startThread()
    number += 1
    const own = { number, search: Promise.withResolvers<RankedRow[]>() }
    waiting.set(own.number, own.search)
    const timer = setTimeout(() => own.search.reject(new SearchTooSlowError()), timeoutMs)
    const untilMs = Number(process.hrtime.bigint()) / 1e6 + timeoutMs
    thread.postMessage({ number: own.number, searchOptions, untilMs } satisfies Request)
    return own.search.promise.finally(() => {
      clearTimeout(timer)
      waiting.delete(own.number)
      if (waiting.size === 0) idling = setTimeout(endThread, idleMs).unref()
    })
  }

  async function endThread() {
    clearTimeout(idling)
    const ending = thread
    if (ending) fail(ending, new Error('it was closed'))
    await ending?.terminate()
  }

  return {
    find: (phrases: Phrase[], searchOptions: SearchOptions): Promise<RankedRow[]> =>
      ask({
        ...searchOptions,
        match: toMatch(phrases),
        each: JSON.stringify(phrases.length > 1 ? phrases.map((phrase) => toMatch([phrase])) : []),
      }),
    async close() {
      isClosed = true
      await endThread()
    },
  }
}
