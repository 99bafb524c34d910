import { check, sleep } from 'k6'
import { Gauge, Rate } from 'k6/metrics'
import type { Options } from 'k6/options'
import type { System } from '../../functions/shared/http/system-api.ts'
import { get, numberOf, parse, untilEnded, upload } from './glyphflow.ts'

/**
 * A steady load for hours: RATE (30) uploads a minute for HOLD (2h), and each document's preview and searchable PDF.
 * After WARM_UP (5m) no process may have more than MAX_GROWTH (1.5) times the memory that processes of its service had
 * then.
 */
const hold = __ENV.HOLD ?? '2h'

const memoryMib = new Gauge('memory_mib')
const flat = new Rate('memory_flat')
/** Largest process of each service after the warm-up, in MiB. */
const first = new Map<string, number>()

export const options: Options = {
  scenarios: {
    uploads: {
      executor: 'constant-arrival-rate',
      rate: numberOf('RATE', 30),
      timeUnit: '1m',
      duration: hold,
      preAllocatedVUs: 20,
      maxVUs: 300,
      gracefulStop: untilEnded,
    },
    // One VU: each VU of k6 has its own `first`.
    memory: {
      executor: 'constant-vus',
      exec: 'watchMemory',
      startTime: __ENV.WARM_UP ?? '5m',
      vus: 1,
      duration: hold,
    },
  },
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    documents_ended: ['rate==1'],
    dropped_iterations: ['count==0'],
    text_ms: [`p(95)<${numberOf('P95_MS', 60_000)}`],
    memory_flat: ['rate==1'],
  },
}

export default async function () {
  const document = await upload()
  if (document?.status !== 'done') return
  const preview = await get(`/v1/documents/${document.id}/pages/1/preview?width=320`, 'preview')
  check(preview, { 'preview answered': ({ status }) => status === 200 })
  const pdf = await get(`/v1/documents/${document.id}/pdf`, 'pdf')
  check(pdf, { 'PDF answered': ({ status }) => status === 200 })
}

export async function watchMemory(): Promise<void> {
  const answer = await get('/v1/system', 'system')
  if (!check(answer, { 'system answered': ({ status }) => status === 200 })) return
  for (const { name, processes } of parse<System>(answer).services ?? []) {
    const mib = Math.max(...(processes ?? []).map(({ rssBytes }) => (rssBytes ?? 0) / 2 ** 20), 0)
    if (mib === 0) continue
    memoryMib.add(mib, { service: name })
    const before = first.get(name) ?? mib
    first.set(name, before)
    flat.add(mib <= before * numberOf('MAX_GROWTH', 1.5))
  }
  await sleep(numberOf('LOOK_SECONDS', 10))
}
