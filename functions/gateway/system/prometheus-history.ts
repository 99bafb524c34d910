import * as z from 'zod'
import type { SystemHistory } from '../../shared/http/system-api.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { fetchJson } from './fetch-json.ts'

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
const RangeAnswer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
})
type Results = z.infer<typeof RangeAnswer>['data']['result']

/** Several replicas of a process may report the same gauge, so gauges are not summed. */
const queries = {
  replicas: 'max by (service, state) (glyphflow_replicas)',
  requests: 'max by (service, state) (glyphflow_requests)',
  lag: 'max by (topic, group) (glyphflow_log_lag)',
  // Without `error_type`, which refused appends have.
  rate: 'sum by (messaging_destination_name) (rate(messaging_client_sent_messages_total{error_type=""}[1m]))',
}

const keptSeconds = 15 * 60
const stepSeconds = 5
const timeoutMs = 3000

/**
 * Reads the history from a Prometheus that scrapes the pipeline, in steps of 5 s, once a step for all who ask; null if
 * it does not answer. What nobody reports is null at all times, such as the requests to Knative's replicas.
 */
export function createPrometheusHistory(
  url: string,
  logger: Logger,
): (after: number) => Promise<SystemHistory | null> {
  const base = new URL('api/v1/query_range', url.endsWith('/') ? url : `${url}/`)

  let wasRefused = false
  /** Answer about the 15 minutes up to a step, running or ended. */
  let latest: { end: number; answer: ReturnType<typeof load> } | null = null

  async function range(query: string, end: number): Promise<Results> {
    const start = `${end - keptSeconds}`
    const search = new URLSearchParams({ query, start, end: `${end}`, step: `${stepSeconds}` })
    const url = new URL(`?${search}`, base)
    return (await fetchJson(RangeAnswer, url, { timeoutMs })).data.result
  }

  async function load(end: number) {
    try {
      const answers = await Promise.all([
        range(queries.replicas, end),
        range(queries.requests, end),
        range(queries.lag, end),
        range(queries.rate, end),
      ])
      wasRefused = false
      return answers
    } catch (error) {
      if (!wasRefused) logger.warn({ err: error }, 'no history from Prometheus')
      wasRefused = true
      return null
    }
  }

  return async (after) => {
    const now = Date.now()
    const end = Math.floor(now / 1000 / stepSeconds) * stepSeconds
    if (latest?.end !== end) latest = { end, answer: load(end) }
    const answers = await latest.answer
    if (answers === null) return null
    const [ofReplicas, ofRequests, ofLag, ofRate] = answers
    const seconds = stepsBetween(after / 1000, end)
    const list = (results: Results, labels: Record<string, string>) =>
      valuesAt(seconds, results, labels)
    return {
      ...{ now, times: seconds.map((each) => each * 1000) },
      services: valuesOf(ofReplicas, 'service').map((service) => ({
        name: service,
        wanted: list(ofReplicas, { service, state: 'wanted' }),
        ready: list(ofReplicas, { service, state: 'ready' }),
        busy: seconds.map(() => null),
        inFlight: list(ofRequests, { service, state: 'in_flight' }),
        waiting: list(ofRequests, { service, state: 'waiting' }),
      })),
      topics: valuesOf(ofLag, 'topic').map((topic) => ({
        name: topic,
        rate: list(ofRate, { messaging_destination_name: topic }),
        groups: valuesOf(
          ofLag.filter(({ metric }) => metric.topic === topic),
          'group',
        ).map((group) => ({ name: group, lag: list(ofLag, { topic, group }) })),
      })),
    }
  }
}

/** Steps of the 15 minutes up to `end`, after a time; in Unix seconds. */
function stepsBetween(after: number, end: number): number[] {
  const count = keptSeconds / stepSeconds
  return Array.from(
    { length: count + 1 },
    (_, index) => end + (index - count) * stepSeconds,
  ).filter((seconds) => seconds > after)
}

/** Values of the series with these labels; null where it has none, or NaN: not known to the process. */
function valuesAt(
  seconds: number[],
  results: Results,
  labels: Record<string, string>,
): (number | null)[] {
  const found = results.find(({ metric }) =>
    Object.entries(labels).every(([name, value]) => metric[name] === value),
  )
  const byTime = new Map(found?.values)
  return seconds.map((each) => {
    const value = Number(byTime.get(each) ?? Number.NaN)
    return Number.isNaN(value) ? null : value
  })
}

/** Values of a label. */
function valuesOf(results: Results, label: string): string[] {
  return [...new Set(results.flatMap(({ metric }) => metric[label] ?? []))].sort()
}
