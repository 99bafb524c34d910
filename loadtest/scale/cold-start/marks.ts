import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import fs, { appendFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { isMainThread, type Worker } from 'node:worker_threads'
import { monotonicMs } from '../../drill/monotonic.ts'
import type { Mark } from './journal.ts'

/**
 * Preloaded into the runtime and its children, which know nothing of it: notes when each has come how far,
 * by what Node tells on its diagnostics channels.
 * https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
const { SCALE_MARKS = '', SCALE_MODEL } = process.env
const service = basename(dirname(process.argv[1] ?? ''))

function mark(name: string, ofPid = process.pid, atMs = monotonicMs()): void {
  const line: Mark = { service, pid: process.pid, ofPid, name, atMs }
  appendFileSync(join(SCALE_MARKS, 'marks.jsonl'), `${JSON.stringify(line)}\n`)
}

function isPost(message: unknown, then: (request: IncomingMessage) => void): void {
  const { request } = message as { request: IncomingMessage }
  if (request.method === 'POST') then(request)
}

/** Of tesseract.js: what its thread answers to each of its jobs. */
function followEngine(message: unknown): void {
  const { worker } = message as { worker: Worker }
  mark('engine thread')
  worker.on('message', (packet: { status?: string; action?: string }) => {
    if (packet.status === 'resolve') mark(`engine ${packet.action}`)
  })
}

if (isMainThread) {
  mark('process', process.pid, monotonicMs() - performance.now())
  mark('preloaded')
  // A child is not yet spawned when it is told of: its number comes a moment later.
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess }
    const atMs = monotonicMs()
    child.once('spawn', () => mark('spawn', child.pid, atMs))
  })
  subscribe('tracing:net.server.listen:asyncEnd', () => mark('listening'))
  subscribe('http.server.request.start', (message) => isPost(message, () => mark('request')))
  subscribe('http.server.response.finish', (message) => isPost(message, () => mark('answered')))
  subscribe('undici:request:create', () => mark('sends'))
  subscribe('worker_threads', followEngine)
}

// As on a machine without language data of its own.
if (SCALE_MODEL === 'npm') {
  const { existsSync } = fs
  fs.existsSync = (path) => !String(path).endsWith('.traineddata') && existsSync(path)
  syncBuiltinESMExports()
}
