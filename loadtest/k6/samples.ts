import { Trend } from 'k6/metrics'
import type { Options } from 'k6/options'
import { batchEnded, numberOf, submitSamples } from './glyphflow.ts'

/** COUNT (100) random pictures, as from the page's form, until all are read. */
const count = numberOf('COUNT', 100)
const samplesMs = new Trend('samples_ms', true)

export const options: Options = {
  scenarios: { form: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '2h' } },
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'] },
}

export default async function () {
  const startedMs = Date.now()
  const { batch } = await submitSamples(count)
  await batchEnded(batch)
  samplesMs.add(Date.now() - startedMs)
}

interface Summary {
  metrics: { samples_ms?: { values: { max: number } } }
}

/** One line in place of the usual summary. */
export function handleSummary({ metrics }: Summary): Record<string, string> {
  const seconds = (metrics.samples_ms?.values.max ?? Number.NaN) / 1000
  const each = (seconds / count).toFixed(3)
  return { stdout: `${count} random pictures in ${seconds.toFixed(1)} s: ${each} s a picture\n` }
}
