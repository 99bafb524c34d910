import { setTimeout as pause } from 'node:timers/promises'
import { createAsk } from '../command/ask.ts'
import { count } from '../command/count.ts'
import { runCommand } from '../command/run.ts'
import { createApi } from './api.ts'
import { beginReplay } from './begin.ts'
import { readOptions, usage } from './options.ts'
import { createPace } from './pace.ts'
import { createProgress } from './progress/progress.ts'
import { summaryOf } from './progress/summary.ts'
import { createUnfinished, stateFolder } from './progress/unfinished.ts'
import { replayAll } from './replay.ts'

const interruptedCode = 130
const { stdout } = process
const print = (line: string) => stdout.write(`${line}\n`)

const stop = new AbortController()
const stopping = stop.signal
// Not `once`: npm forwards a Ctrl-C that the terminal has sent already.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
const pauseUnlessStopped = (ms: number) =>
  pause(ms, undefined, { signal: stopping }).catch(() => {})

process.exitCode = await runCommand(async () => {
  const now = new Date()
  const options = readOptions(process.argv.slice(2), now)
  const api = createApi(createAsk(options.url, process.env.API_TOKEN))
  if (options.dryRun) {
    const documents = await api.documents(options, stopping)
    print(`${count(pagesOf(documents), 'page')} of ${count(documents.length, 'document')}`)
    return 0
  }

  const unfinished = createUnfinished(stateFolder(process.env), options.asked)
  const submissions = await api.submissions()
  const { begun, isResumed } = await beginReplay({ unfinished, options, submissions, now })
  if (isResumed) print(`Resuming the replay started at ${begun.at}; --anew starts over`)
  const { from, to, submittedUpTo } = begun
  const range = { ...options, from: new Date(from), to: new Date(to) }
  const documents = await api.documents(range, stopping)
  const { rate } = options
  const progress = createProgress({
    ...{ write: (text) => stdout.write(text), isTerminal: stdout.isTTY, rate },
    total: pagesOf(documents),
  })
  const pace = createPace({ rate, nowMs: () => performance.now(), pause: pauseUnlessStopped })
  const tally = await replayAll({
    ...{ api, documents, submittedUpTo, pace, pause: pauseUnlessStopped, progress, stopping },
  }).finally(progress.end)

  for (const line of summaryOf(tally)) print(line)
  if (stopping.aborted) {
    print('Stopped. The same command resumes the replay')
    return interruptedCode
  }
  if (tally.documentsFailed > 0) return 1
  await unfinished.forget()
  return 0
}, usage)

function pagesOf(documents: { pages: number }[]): number {
  return documents.reduce((sum, { pages }) => sum + pages, 0)
}
