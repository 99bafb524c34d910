import { check, group } from 'k6'
import type { Options } from 'k6/options'
import type { DocumentList } from '../../functions/shared/http/api.ts'
import { batchEnded, get, listBatch, numberOf, oneOf, parse, submitSamples } from './glyphflow.ts'

/** Searches for words of texts that are there, by VUS (10) users for HOLD (1m); P95_MS (500). */
const vus = numberOf('VUS', 10)
const ramp = __ENV.RAMP ?? '10s'

export const options: Options = {
  scenarios: {
    searches: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { duration: ramp, target: vus },
        { duration: __ENV.HOLD ?? '1m', target: vus },
        { duration: ramp, target: 0 },
      ],
    },
  },
  setupTimeout: '10m',
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    'http_req_duration{name:search}': [`p(95)<${numberOf('P95_MS', 500)}`],
  },
}

/** Words of the texts of 50 samples. */
export async function setup(): Promise<string[]> {
  const { batch } = await submitSamples(50)
  await batchEnded(batch)
  const { documents } = await listBatch(batch, 'done')
  const texts = documents.flatMap(({ pages }) => pages.map(({ text }) => text ?? ''))
  const words = texts.flatMap((text) => text.match(/[a-z]{4,}/gi) ?? [])
  return [...new Set(words)]
}

export async function search(words: string[]): Promise<void> {
  const answer = await get(`/v1/documents?q=${oneOf(words)}`, 'search')
  group('search', () =>
    check(answer, {
      answered: ({ status }) => status === 200,
      'found a document': (found) => parse<DocumentList>(found).documents.length > 0,
    }),
  )
}

export default function (words: string[]) {
  return search(words)
}
