import { check, sleep } from 'k6'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import type { Options } from 'k6/options'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { System } from '../../functions/shared/http/system-api.ts'
import { get, isAccepted, numberOf, parse, post, textMs, untilEnd } from './glyphflow.ts'

/**
 * UPLOADS (2000) at once, when no replica of ocr is awake. Those that the gateway refuses for the moment are repeated
 * when it says.
 */
const uploads = numberOf('UPLOADS', 2000)
/** Time from the first upload to the last text. */
const burstMs = new Trend('burst_ms', true)

/** Uploads that were refused with 503 and Retry-After, and sent again. */
const repeated = new Counter('uploads_repeated')
const allowed = http.expectedStatuses(200, 202, 503)

export const options: Options = {
  scenarios: { burst: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '2h' } },
  setupTimeout: '10m',
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    documents_ended: ['rate==1'],
    text_ms: [`p(95)<${numberOf('P95_MS', 3_600_000)}`],
  },
}

/** Waits until ocr has no replica, where the system says how many it has. */
export async function setup(): Promise<void> {
  for (;;) {
    const { services } = parse<System>(await get('/v1/system', 'system'))
    if (!services?.some(({ name, replicas }) => name === 'ocr' && replicas > 0)) return
    await sleep(1)
  }
}

// One VU sends them all: 2,000 VUs of k6 would need gigabytes.
export default async function () {
  const startedMs = Date.now()
  const accepted: Accepted[] = []
  while (accepted.length < uploads) {
    const count = uploads - accepted.length
    const answers = await Promise.all(Array.from({ length: count }, () => post(0, allowed)))
    const isTold = check(answers, {
      'uploads accepted or told when to repeat': () =>
        answers.every((answer) => isAccepted(answer) || 'Retry-After' in answer.headers),
    })
    if (!isTold) return
    const now = answers.filter(isAccepted)
    accepted.push(...now.map((answer) => parse<Accepted>(answer)))
    repeated.add(count - now.length)
    const [refused] = answers.filter((answer) => !isAccepted(answer))
    if (refused) await sleep(Number(refused.headers['Retry-After'] ?? 1))
  }
  for (const each of accepted) {
    const { createdAt, finishedAt } = await untilEnd(each, Date.now())
    if (createdAt && finishedAt) textMs.add(Date.parse(finishedAt) - Date.parse(createdAt))
  }
  burstMs.add(Date.now() - startedMs)
}
