import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
} from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { PageRecognized } from '../../../functions/shared/events/contract/contract.ts'
import type { Recognition } from '../../../functions/shared/events/contract/recognition.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { readStubPage } from '../stub-page.ts'
import { openJournal } from './journal.ts'

/**
 * Replacement of ocr: sleeps for the number of milliseconds in a stub page, sends a text and answers; a `poison` page
 * kills the process. With SLEEP_SINCE_SUBMISSION it sleeps until that time after the page's submission, however late
 * the page came. It uses only Node's modules and no event library, so that 64 replicas fit in two cores and
 * little memory.
 */
const {
  PORT,
  HOST = '127.0.0.1',
  K_SINK = '',
  ORIGINALS_URL = '',
  INTERNAL_TOKEN = '',
} = process.env
const { SCALE_JOURNAL = '', SLEEP_SINCE_SUBMISSION = '' } = process.env
const journal = openJournal(SCALE_JOURNAL)
journal.write({ kind: 'born', pid: process.pid, atMs: monotonicMs() - process.uptime() * 1000 })
process.on('exit', () => journal.write({ kind: 'ended', pid: process.pid, atMs: monotonicMs() }))

const agent = new Agent({ keepAlive: true })
const server = createServer({ keepAliveTimeout: 75_000 }, async (req, res) => {
  if (req.method === 'GET') return res.end('ok')
  const fromMs = monotonicMs()
  const stub = readStubPage(await originalOf(req))
  if (stub?.kind === 'poison') {
    journal.write({ kind: 'killed', pid: process.pid, atMs: monotonicMs() })
    process.kill(process.pid, 'SIGKILL')
  }
  const sleepMs = stub?.number ?? 0
  await pause(sleepMs - (SLEEP_SINCE_SUBMISSION ? ageMsOf(req.headers) : 0))
  const status = await sendText(req.headers)
  const { pid } = process
  const documentId = String(req.headers['ce-documentid'])
  const page = Number(req.headers['ce-pagenumber'])
  journal.write({ kind: 'page', pid, documentId, page, sleepMs, fromMs, toMs: monotonicMs() })
  res.writeHead(status < 300 ? 204 : 500).end()
})
server.listen(Number(PORT), HOST)
process.once('SIGTERM', () => {
  agent.destroy()
  server.close()
  server.closeIdleConnections()
})

const recognition: Recognition = {
  ...{ text: 'slept', confidence: 100, width: 16, height: 1, words: [], language: 'eng' },
  ...{ engine: 'stub', model: 'stub', timings: { decodeMs: 0, recognizeMs: 0 } },
}
const body = JSON.stringify(recognition)

const ageMsOf = (event: IncomingHttpHeaders) => Date.now() - Date.parse(String(event['ce-time']))

/** Original that the event refers to or contains. */
function originalOf(event: IncomingMessage): Promise<Buffer> {
  const { 'ce-dataref': dataref } = event.headers
  if (dataref === undefined) return buffer(event)
  event.resume()
  const address = new URL(String(dataref), ORIGINALS_URL)
  const headers = { authorization: `Bearer ${INTERNAL_TOKEN}` }
  return new Promise((resolve, reject) => {
    request(address, { agent, headers }, (response) => buffer(response).then(resolve, reject))
      .once('error', reject)
      .end()
  })
}

/** Sends a result with the cause's attributes; resolves with the sink's status. */
function sendText(cause: IncomingHttpHeaders): Promise<number> {
  const attributes = Object.entries(cause).filter(([name]) => name.startsWith('ce-'))
  const result: Pick<PageRecognized, 'type' | 'source'> = {
    type: 'dev.glyphflow.page.recognized.v1',
    source: '/glyphflow/ocr',
  }
  const headers = {
    ...Object.fromEntries(attributes),
    ...{ 'ce-type': result.type, 'ce-source': result.source },
    authorization: `Bearer ${INTERNAL_TOKEN}`,
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  }
  return new Promise((resolve, reject) => {
    request(K_SINK, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 500))
    })
      .once('error', reject)
      .end(body)
  })
}
