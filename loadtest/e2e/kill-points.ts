import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { type ClientRequest, IncomingMessage, Server, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isMainThread, Worker } from 'node:worker_threads'

/**
 * Preloaded into every process (NODE_OPTIONS=--import): kills its own process with SIGKILL when it reaches KILL_POINT
 * for the KILL_AT-th time. Only one process is ever killed; the file KILL_MARK records that. The processes themselves
 * are unmodified.
 */
type Kill = () => void

const points: Record<string, { of: string; arm: (kill: Kill) => void }> = {
  'gateway before the append': {
    of: 'gateway',
    arm: (kill) => onSend('/images-feed', 'before', kill),
  },
  'gateway after the append': {
    of: 'gateway',
    arm: (kill) => onSend('/images-feed', 'after', kill),
  },
  'gateway before its 202': { of: 'gateway', arm: onAccepted },
  'gateway in a commit of the store': { of: 'gateway', arm: onCommit },
  'gateway asked for an original': {
    of: 'gateway',
    arm: (kill) => onRequest('GET', '/internal/', kill),
  },
  'ocr before its fetch': { of: 'ocr', arm: (kill) => onSend('/internal/', 'before', kill) },
  'ocr in its fetch': { of: 'ocr', arm: (kill) => onSend('/internal/', 'after', kill) },
  'ocr in recognition': { of: 'ocr', arm: onRecognition },
  // Independent of the engine: after the page has started, before it ends.
  'ocr 150 ms into a page': {
    of: 'ocr',
    arm: (kill) => onRequest('POST', '/', () => setTimeout(kill, 150)),
  },
  'ocr after its result was sent': {
    of: 'ocr',
    arm: (kill) => onSend('/text-feed', 'after', kill),
  },
  'results in a commit of the store': { of: 'results', arm: onCommit },
  'runtime after an answer': { of: 'runtime', arm: onAnswer },
  'runtime in a commit of the log': { of: 'runtime', arm: onCommit },
  'runtime before a dead letter': {
    of: 'runtime',
    arm: (kill) => onSend('/dead-letters', 'before', kill),
  },
  'runtime after a dead letter': {
    of: 'runtime',
    arm: (kill) => onSend('/dead-letters', 'after', kill),
  },
}

const { KILL_POINT, KILL_MARK, KILL_AT = '1' } = process.env
const point = points[KILL_POINT ?? '']
/** A process runs `<name>/main.ts`, or its bundle. */
const name = basename(dirname(process.argv[1] ?? ''))
if (isMainThread && KILL_MARK && point?.of === name) point.arm(killOnce(KILL_MARK, Number(KILL_AT)))

function killOnce(mark: string, at: number): Kill {
  let times = 0
  return () => {
    times += 1
    if (times !== at) return
    try {
      writeFileSync(mark, name, { flag: 'wx' })
    } catch {
      return
    }
    process.kill(process.pid, 'SIGKILL')
  }
}

/**
 * Kills at a request to a path that contains `part`: before it is sent, or once the response headers have arrived.
 * https://nodejs.org/api/diagnostics_channel.html#http
 */
function onSend(part: string, when: 'before' | 'after', kill: Kill): void {
  const channels = { before: 'http.client.request.created', after: 'http.client.response.finish' }
  subscribe(channels[when], (message) => {
    const { request } = message as { request: ClientRequest }
    if (request.path.includes(part)) kill()
  })
}

/** https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md#undicirequestheaders */
interface Answered {
  request: { method: string; path: string }
}

/** Kills at the answer to a delivery: a POST to anything but a topic. */
function onAnswer(kill: Kill): void {
  subscribe('undici:request:headers', (message) => {
    const { method, path } = (message as Answered).request
    if (method === 'POST' && path === '/') kill()
  })
}

/** Kills after all writes, before the commit. The log executes COMMIT as text, the store as a prepared statement. */
function onCommit(kill: Kill): void {
  const writing = new WeakSet<DatabaseSync>()
  const notice = (database: DatabaseSync, sql: string) => {
    if (sql === 'BEGIN IMMEDIATE') writing.add(database)
    if (sql === 'COMMIT' && writing.has(database)) kill()
    if (sql === 'COMMIT' || sql === 'ROLLBACK') writing.delete(database)
  }
  const { exec, prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (sql) {
    notice(this, sql)
    return exec.call(this, sql)
  }
  DatabaseSync.prototype.prepare = function (...args) {
    const statement = prepare.apply(this, args)
    const { run } = statement
    statement.run = (...values: unknown[]) => {
      notice(this, args[0])
      return Reflect.apply(run, statement, values)
    }
    return statement
  }
}

function onRequest(method: string, path: string, kill: Kill): void {
  const { emit } = Server.prototype
  Server.prototype.emit = function (event: string, ...args: unknown[]) {
    const [request] = args
    const isIt = event === 'request' && request instanceof IncomingMessage
    if (isIt && request.method === method && request.url?.startsWith(path)) kill()
    return Reflect.apply(emit, this, [event, ...args])
  }
}

function onAccepted(kill: Kill): void {
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    if (args[0] === 202) kill()
    return Reflect.apply(writeHead, this, args)
  }
}

/** Kills 50 ms after tesseract.js's thread has received a picture. */
function onRecognition(kill: Kill): void {
  const { postMessage } = Worker.prototype
  Worker.prototype.postMessage = function (message: unknown, ...rest) {
    postMessage.call(this, message, ...rest)
    const isIt = message instanceof Object && 'action' in message && message.action === 'recognize'
    if (isIt) setTimeout(kill, 50)
  }
}
