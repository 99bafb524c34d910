import { check, sleep } from 'k6'
import http, { type RefinedResponse } from 'k6/http'
import { Rate, Trend } from 'k6/metrics'
import type { Accepted, Document, DocumentList } from '../../functions/shared/http/api.ts'

/** What the scripts do as users of Glyphflow: BASE_URL, with API_TOKEN if it asks for one. */
const url = __ENV.BASE_URL ?? 'http://127.0.0.1:8080'
const authorized: Record<string, string> = __ENV.API_TOKEN
  ? { authorization: `Bearer ${__ENV.API_TOKEN}` }
  : {}

/** Time from the beginning of an upload to its text. */
export const textMs = new Trend('text_ms', true)
/** Share of the accepted documents that ended, read or failed, within `endWithinMs`. */
const ended = new Rate('documents_ended')
const endWithinMs = 5 * 60_000
/** Hundreds of clients that ask each second would keep an overloaded machine overloaded. */
const pollSeconds = 5
/** Longer than `endWithinMs`, for the gracefulStop of scenarios that upload. */
export const untilEnded = '6m'

/** Real pages of several kinds; few, since each VU of k6 has its own copy. The PDF has three scans. */
const paths = [
  '../samples/label-jam.jpg',
  '../samples/receipt-cafe.jpg',
  '../samples/form-repair.png',
  '../samples/letter-complaint.tif',
  'scans.pdf',
]
const files = paths.map((path) => ({ name: path.replace(/.*\//, ''), data: open(path, 'b') }))

/** One of the values, at random. */
export function oneOf<T>(values: T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T
}

export function numberOf(name: string, otherwise: number): number {
  return Number(__ENV[name] ?? otherwise)
}

export interface Call {
  body?: string | { image: ReturnType<typeof http.file> }
  headers?: Record<string, string>
  /** Name of the request in the metrics' tag `name`. */
  name: string
  timeout?: string
  /** Statuses that do not count as failed; by default those below 400. */
  allowed?: ReturnType<typeof http.expectedStatuses>
}

type Answer = Promise<RefinedResponse<'text'>>

/** Sends a request to the HTTP API. */
export function call(
  method: string,
  path: string,
  { body, headers, name, timeout, allowed }: Call,
): Answer {
  return http.asyncRequest(method, `${url}${path}`, body ?? null, {
    headers: { ...authorized, ...headers },
    tags: { name },
    timeout: timeout ?? '60s',
    responseType: 'text',
    ...(allowed && { responseCallback: allowed }),
  })
}

export function get(path: string, name: string): Answer {
  return call('GET', path, { name })
}

/** Uploads a file; the answer is the document, with its text if that comes within `waitSeconds`. */
export function post(waitSeconds: number, allowed?: Call['allowed']): Answer {
  const { data, name } = oneOf(files)
  return call('POST', '/v1/documents', {
    body: { image: http.file(data, name) },
    headers: { prefer: `wait=${waitSeconds}` },
    name: 'upload',
    timeout: '10m',
    ...(allowed && { allowed }),
  })
}

export function isAccepted({ status }: { status: number }): boolean {
  return status === 200 || status === 202
}

const ends = ['done', 'failed', 'partial']

type Ended = Accepted & Partial<Document>

/** Resolves when the document has ended, or with what is known of it at the time limit. */
export async function untilEnd(accepted: Accepted, sinceMs: number): Promise<Ended> {
  let document: Ended = accepted
  const hasEnded = () => ends.includes(document.status)
  while (!hasEnded() && Date.now() < sinceMs + endWithinMs) {
    const answer = await get(`/v1/documents/${document.id}`, 'document')
    if (answer.status === 200) document = parse<Ended>(answer)
    if (!hasEnded()) await sleep(pollSeconds)
  }
  ended.add(hasEnded())
  check(document, { 'document read': ({ status }) => status === 'done' })
  return document
}

/** Uploads a file and waits for its text. Resolves with the document, or undefined if the upload was refused. */
export async function upload(): Promise<Ended | undefined> {
  const startedMs = Date.now()
  const answer = await post(60)
  if (!check(answer, { 'upload accepted': isAccepted })) return
  const document = await untilEnd(parse<Accepted>(answer), startedMs)
  textMs.add(Date.now() - startedMs)
  return document
}

/** Body of a successful answer. */
export function parse<T>(answer: RefinedResponse<'text'>): T {
  return answer.json() as T
}

/** https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const timedOut = 1050
/** The gateway ends a stream after 4 minutes. */
const minStreamMs = 230_000

/** Keeps a stream of changes open until the gateway ends it, but not longer than `seconds`. */
export async function watch(seconds: number): Promise<void> {
  const answer = await http.asyncRequest('GET', `${url}/v1/events`, null, {
    ...{ headers: authorized, tags: { name: 'stream' }, timeout: `${seconds}s` },
    // A stream that is open at its timeout has no status.
    responseCallback: http.expectedStatuses(0, 200),
  })
  const { status, error_code, timings } = answer
  check(answer, {
    'stream stayed open': () =>
      status === 200 ? timings.duration > minStreamMs : error_code === timedOut,
  })
  const numbers = [...`${answer.body ?? ''}`.matchAll(/^id: ?(\d+)$/gm)].map(([, id]) => Number(id))
  check(numbers, {
    'changes in order': () =>
      numbers.every((id, index) => index === 0 || id > (numbers[index - 1] ?? 0)),
  })
}

export interface Submitted {
  batch: string
  count: number
}

/** Submits random samples. */
export async function submitSamples(count: number): Promise<Submitted> {
  const answer = await call('POST', '/v1/samples', {
    body: JSON.stringify({ count }),
    headers: { 'content-type': 'application/json' },
    name: 'samples',
  })
  check(answer, { 'samples accepted': isAccepted })
  return { batch: parse<{ batch: string }>(answer).batch, count }
}

/** Documents of a batch with a status. */
export async function listBatch(batch: string, status: string): Promise<DocumentList> {
  const query = `batch=${batch}&status=${status}&limit=200`
  return parse<DocumentList>(await get(`/v1/documents?${query}`, 'list'))
}

/** Resolves when no document of the batch is waiting. */
export async function batchEnded(batch: string): Promise<void> {
  for (const status of ['queued', 'processing']) {
    while ((await listBatch(batch, status)).documents.length > 0) await sleep(0.5)
  }
}
