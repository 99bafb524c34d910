import * as z from 'zod'

const Sample = z.tuple([z.number(), z.string()])
const Answer = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: Sample.optional(),
        values: z.array(Sample).optional(),
      }),
    ),
  }),
})
const Alerts = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.string(), labels: z.record(z.string(), z.string()) })),
  }),
})

/** Client of a Prometheus for tests; rejects with its message if it refuses a query. */
export function createQueries(url: string) {
  async function get(path: string, parameters: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
    if (!response.ok) throw new Error(await response.text())
    return response.json()
  }
  const result = async (path: string, parameters: Record<string, string>) =>
    Answer.parse(await get(path, parameters)).data.result

  return {
    /** Value of an expression that has one; null if there is none. */
    async value(query: string): Promise<number | null> {
      const [first] = await result('query', { query })
      return first?.value ? Number(first.value[1]) : null
    },
    /** Whether the expression has had a number since a time, by samples of a second. */
    async hasData(query: string, since: Date): Promise<boolean> {
      const [start, end] = [since.toISOString(), new Date().toISOString()]
      const series = await result('query_range', { query, start, end, step: '1' })
      return series.some(({ values = [] }) => values.some(([, value]) => value !== 'NaN'))
    },
    /** Names of the alerts that fire. */
    async firing(): Promise<string[]> {
      const { data } = Alerts.parse(await get('alerts'))
      return data.alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => labels.alertname ?? '')
    },
  }
}
