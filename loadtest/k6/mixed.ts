import { check, sleep } from 'k6'
import type { Options } from 'k6/options'
import type { DocumentList } from '../../functions/shared/http/api.ts'
import { get, numberOf, oneOf, parse, untilEnded, upload, watch } from './glyphflow.ts'
import { search, setup } from './search.ts'

/**
 * A day's users at once for HOLD (5m): uploads at a rising rate of up to RATE (30) a minute, VUS (10) readers, SEARCHES
 * (60) a minute, STREAMS (20) open pages.
 */
const hold = __ENV.HOLD ?? '5m'
const vus = numberOf('VUS', 10)

export const options: Options = {
  scenarios: {
    uploads: {
      executor: 'ramping-arrival-rate',
      exec: 'upload',
      timeUnit: '1m',
      stages: [{ duration: hold, target: numberOf('RATE', 30) }],
      preAllocatedVUs: 20,
      maxVUs: 300,
      gracefulStop: untilEnded,
    },
    readers: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [{ duration: hold, target: vus }],
    },
    searches: {
      executor: 'constant-arrival-rate',
      exec: 'search',
      rate: numberOf('SEARCHES', 60),
      timeUnit: '1m',
      duration: hold,
      preAllocatedVUs: 20,
      maxVUs: 200,
    },
    streams: {
      executor: 'constant-vus',
      exec: 'stream',
      vus: numberOf('STREAMS', 20),
      duration: hold,
      gracefulStop: '5m30s',
    },
  },
  setupTimeout: '10m',
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    documents_ended: ['rate==1'],
    dropped_iterations: ['count==0'],
    'http_req_duration{scenario:readers}': [`p(95)<${numberOf('P95_MS', 1000)}`],
    'http_req_duration{scenario:searches}': [`p(95)<${numberOf('P95_MS', 1000)}`],
  },
}

export { search, setup, upload }

export function stream() {
  return watch(numberOf('STREAM_SECONDS', 300))
}

/** Reads: the list, a document of it, its preview. */
export default async function () {
  const list = await get('/v1/documents?limit=20', 'list')
  check(list, { 'list answered': ({ status }) => status === 200 })
  const { documents } = parse<DocumentList>(list)
  const { id } = oneOf(documents)
  await sleep(1)
  const document = await get(`/v1/documents/${id}`, 'document')
  check(document, { 'document answered': ({ status }) => status === 200 })
  const preview = await get(`/v1/documents/${id}/pages/1/preview?width=320`, 'preview')
  check(preview, { 'preview answered': ({ status }) => status === 200 })
  await sleep(1)
}
