import '../../engine/reader/without-own-data.ts'
import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { monotonicMs } from '../../figures/monotonic.ts'
import { followEngines } from './engine-marks.ts'
import type { Mark } from './journal.ts'

/**
 * Preloaded into the runtime and its unmodified child processes: records their progress from Node's diagnostics
 * channels.
 * https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
const { SCALE_MARKS = '' } = process.env
const service = basename(dirname(process.argv[1] ?? ''))

function mark(name: string, ofPid = process.pid, atMs = monotonicMs()): void {
  const line: Mark = { service, pid: process.pid, ofPid, name, atMs }
  appendFileSync(join(SCALE_MARKS, 'marks.jsonl'), `${JSON.stringify(line)}\n`)
}

/** Events are sent by POST; other methods are queries. */
function markPosts(channel: string, name: string): void {
  subscribe(channel, (message) => {
    const { request } = message as { request: { method?: string } }
    if (request.method === 'POST') mark(name)
  })
}

if (isMainThread) {
  mark('process', process.pid, monotonicMs() - performance.now())
  mark('preloaded')
  // The channel reports a child before it is spawned; its pid is known later.
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess }
    const atMs = monotonicMs()
    child.once('spawn', () => mark('spawn', child.pid, atMs))
  })
  subscribe('tracing:net.server.listen:asyncEnd', () => mark('listening'))
  markPosts('http.server.request.start', 'request')
  markPosts('http.server.response.finish', 'answered')
  markPosts('http.client.request.start', 'sends')
  markPosts('http.client.response.finish', 'sent')
  followEngines(mark)
}
