import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const folder = import.meta.dirname
const dashboardsFolder = join(folder, 'grafana/dashboards')

const Dashboard = z.object({
  title: z.string(),
  panels: z.array(
    z.object({
      title: z.string().optional(),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
})
const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          record: z.string().optional(),
          expr: z.string(),
          annotations: z.object({ summary: z.string() }).optional(),
        }),
      ),
    }),
  ),
})

/** What a dashboard of Grafana replaces. */
const variables = { $__rate_interval: '1m', $__range: '10m', $price: '0.04' }

export const rulesPath = join(folder, 'prometheus/alerts.yaml')

export function readRules() {
  const { groups } = Rules.parse(parse(readFileSync(rulesPath, 'utf8')))
  return groups.flatMap(({ rules }) => rules)
}

/** Names of the metrics of an expression of a rule, without those that rules record. */
export function metricsOf(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"|\b(by|on) \(.*?\)|\bgroup_left\b|\w+:\S+/g, '')
  return bare.match(/\b[a-z0-9]+(_[a-z0-9]+)+\b(?![(=])/g) ?? []
}

/** Queries of all dashboards as committed, with values for their variables. */
export function readQueries() {
  return readdirSync(dashboardsFolder).flatMap((file) => {
    const { panels } = Dashboard.parse(
      JSON.parse(readFileSync(join(dashboardsFolder, file), 'utf8')),
    )
    return panels.flatMap(({ title = '', targets }) =>
      targets.map(({ expr }) => ({
        panel: `${file.replace('.json', '')}: ${title}`,
        query: Object.entries(variables).reduce(
          (query, [variable, value]) => query.replaceAll(variable, value),
          expr,
        ),
      })),
    )
  })
}
