import { toMs } from '../../../eventing/pipeline/duration.ts'
import { current } from './iteration.ts'
import { builtin } from './metrics.ts'

type Body = string | Record<string, File> | null
interface Params {
  headers?: Record<string, string>
  tags?: Record<string, string>
  timeout?: string
  responseCallback?: (status: number) => boolean
}

/** https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const [noResponse, timedOut] = [1000, 1050]

/** Resolves with status 0 if there is no whole response in time; rejects only if the iteration is interrupted. */
async function asyncRequest(method: string, url: string, body: Body, params: Params = {}) {
  const { headers, tags, timeout = '60s' } = params
  const { responseCallback: isExpected = (status) => status >= 200 && status < 400 } = params
  const interrupted = current.getStore()?.signal ?? new AbortController().signal
  const signal = AbortSignal.any([AbortSignal.timeout(toMs(timeout)), interrupted])
  const startedMs = performance.now()
  const answer = await fetch(url, { method, headers, body: encode(body), signal })
    .then(async (response) => {
      const headers = Object.fromEntries([...response.headers].map(canonical))
      return { status: response.status, headers, body: await response.text(), error_code: 0 }
    })
    .catch((error) => {
      if (interrupted.aborted) throw error
      const error_code = signal.aborted ? timedOut : noResponse
      return { status: 0, headers: {}, body: '', error_code }
    })
  const duration = performance.now() - startedMs
  builtin.requests.add(1, tags)
  builtin.requestMs.add(duration, tags)
  builtin.received.add(Buffer.byteLength(answer.body), tags)
  builtin.failed.add(!isExpected(answer.status), tags)
  return { ...answer, timings: { duration }, json: (): unknown => JSON.parse(answer.body) }
}

/** A header with its name as in k6: `Retry-After`. */
function canonical([name, value]: [string, string]): [string, string] {
  return [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]
}

/** Files are sent as multipart/form-data. */
function encode(body: Body): string | FormData | null {
  if (body === null || typeof body === 'string') return body
  const form = new FormData()
  for (const [name, file] of Object.entries(body)) form.append(name, file)
  return form
}

function expectedStatuses(...statuses: number[]) {
  return (status: number) => statuses.includes(status)
}

function file(data: ArrayBuffer, name: string): File {
  return new File([new Uint8Array(data)], name)
}

/** https://grafana.com/docs/k6/latest/javascript-api/k6-http/ */
export default { asyncRequest, expectedStatuses, file }
