import type { Options } from 'k6/options'
import { numberOf, untilEnded, upload } from './glyphflow.ts'

/**
 * Uploads at a rate that rises, stays and falls; each waits for its text. Open model: slow texts do not slow the
 * uploads. RATE (30 a minute), RAMP (1m), HOLD (3m), P95_MS (60000), MAX_VUS (300).
 */
const rate = numberOf('RATE', 30)
const ramp = __ENV.RAMP ?? '1m'

export const options: Options = {
  scenarios: {
    uploads: {
      executor: 'ramping-arrival-rate',
      timeUnit: '1m',
      stages: [
        { duration: ramp, target: rate },
        { duration: __ENV.HOLD ?? '3m', target: rate },
        { duration: ramp, target: 0 },
      ],
      preAllocatedVUs: 20,
      maxVUs: numberOf('MAX_VUS', 300),
      gracefulStop: untilEnded,
    },
  },
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    documents_ended: ['rate==1'],
    dropped_iterations: ['count==0'],
    text_ms: [`p(95)<${numberOf('P95_MS', 60_000)}`],
  },
}

export default upload
