import { toMs } from '../../../eventing/pipeline/duration.ts'
import { current } from './iteration.ts'
import { builtin } from './metrics.ts'

type FileData = ReturnType<typeof file>
interface Params {
  headers?: Record<string, string>
  tags?: Record<string, string>
  timeout?: string
  responseCallback?: (status: number) => boolean
}
type Body = string | Record<string, FileData> | null

/** https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const [noResponse, timedOut] = [1000, 1050]

/** Resolves with status 0 if there is no whole response in time; rejects only if the iteration is interrupted. */
async function asyncRequest(method: string, url: string, body: Body = null, params: Params = {}) {
  const { headers = {}, tags = {}, timeout = '60s' } = params
  const { responseCallback: isExpected = (status) => status >= 200 && status < 400 } = params
  const interrupted = current.getStore()?.signal ?? new AbortController().signal
  const signal = AbortSignal.any([AbortSignal.timeout(toMs(timeout)), interrupted])
  const startedMs = performance.now()
  const answer = await fetch(url, { method, headers, body: encode(body), signal })
    .then(async (response) => {
      const body = await response.text()
      const headers = Object.fromEntries([...response.headers].map(canonical))
      return { status: response.status, headers, body, error: '', error_code: 0 }
    })
    .catch((error) => {
      if (interrupted.aborted) throw error
      const error_code = signal.aborted ? timedOut : noResponse
      return { status: 0, headers: {}, body: null, error: `${error.cause ?? error}`, error_code }
    })
  const duration = performance.now() - startedMs
  const { status } = answer
  const all = { name: url, method, status: `${status}`, ...tags }
  builtin.requests.add(1, all)
  builtin.requestMs.add(duration, all)
  builtin.received.add(Buffer.byteLength(answer.body ?? ''), all)
  builtin.failed.add(!isExpected(status), all)
  return {
    ...answer,
    url,
    timings: { duration },
    json: (): unknown => JSON.parse(answer.body ?? ''),
  }
}

/** A header with its name as in k6: `Retry-After`. */
function canonical([name, value]: [string, string]): [string, string] {
  return [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]
}

/** Files are sent as multipart/form-data. */
function encode(body: Body): string | FormData | null {
  if (body === null || typeof body === 'string') return body
  const form = new FormData()
  for (const [name, { data, filename, content_type }] of Object.entries(body)) {
    form.append(name, new Blob([data], { type: content_type }), filename)
  }
  return form
}

function expectedStatuses(...statuses: number[]) {
  return (status: number) => statuses.includes(status)
}

function file(data: string | ArrayBuffer, filename = 'file', content_type = '') {
  return { data, filename, content_type }
}

/** https://grafana.com/docs/k6/latest/javascript-api/k6-http/ */
export default { asyncRequest, expectedStatuses, file }
