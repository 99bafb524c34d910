import type { Options } from 'k6/options'
import { numberOf, untilEnded, upload, watch } from './glyphflow.ts'

/**
 * STREAMS (200) streams of changes that stay open, reopened when the gateway ends them, for HOLD (5m), while pictures
 * are uploaded: RATE (30) a minute. A client leaves a stream after STREAM_SECONDS (300).
 */
const seconds = numberOf('STREAM_SECONDS', 300)
const hold = __ENV.HOLD ?? '5m'

export const options: Options = {
  scenarios: {
    streams: {
      executor: 'constant-vus',
      vus: numberOf('STREAMS', 200),
      duration: hold,
      gracefulStop: `${seconds + 30}s`,
    },
    uploads: {
      executor: 'constant-arrival-rate',
      exec: 'upload',
      rate: numberOf('RATE', 30),
      timeUnit: '1m',
      duration: hold,
      preAllocatedVUs: 20,
      maxVUs: 300,
      gracefulStop: untilEnded,
    },
  },
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    documents_ended: ['rate==1'],
    dropped_iterations: ['count==0'],
  },
}

export { upload }

export default function () {
  return watch(seconds)
}
