import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import {
  instruments,
  type MetricName,
  prometheusLabelOf,
  prometheusNameOf,
} from '../../functions/shared/telemetry/names.ts'
import { dashboards } from './dashboards/all.ts'
import { metricsOf, readQueries, readRules, rulesPath } from './queries.fixture.ts'

const folder = import.meta.dirname
const docs = readFileSync(join(folder, '../../docs/observability.md'), 'utf8')
const wherePromtoolIs = test.skipIf(
  process.env.CI !== 'true' && Boolean(spawnSync('promtool', ['--version']).error),
)
const expressions = [
  ...readQueries().map(({ query }) => query),
  ...readRules().map(({ expr }) => expr),
]

test.each(dashboards)('the JSON of “$title” is that of its code', async (dashboard) => {
  const name = dashboard.uid?.replace('glyphflow-', '')

  await expect(`${JSON.stringify(dashboard, null, 2)}\n`).toMatchFileSnapshot(
    join(folder, `grafana/dashboards/${name}.json`),
  )
})

test.each(dashboards)('panels of “$title” fill its rows, whole columns each', ({ panels = [] }) => {
  const rows = Map.groupBy(panels, ({ gridPos }) => gridPos?.y)

  for (const row of rows.values()) {
    const widths = row.map(({ gridPos }) => gridPos?.w ?? 0)
    expect(widths.filter((width) => !Number.isInteger(width))).toEqual([])
    expect(widths.reduce((sum, width) => sum + width)).toBe(24)
  }
})

test('the PrometheusRule is made of the alerts', async () => {
  const resource = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'glyphflow' },
    spec: parse(readFileSync(rulesPath, 'utf8')),
  }

  await expect(
    `# Made from ../../observability/prometheus/alerts.yaml: CONTRIBUTING.md.\n${stringify(resource)}`,
  ).toMatchFileSnapshot(join(folder, '../components/pod-monitors/rules.yaml'))
})

test('every metric is on a dashboard or in an alert', () => {
  const names = Object.keys(instruments) as MetricName[]

  const unused = names.filter(
    (name) => !expressions.some((expression) => expression.includes(prometheusNameOf(name))),
  )

  expect(unused).toEqual([])
})

test('alerts name no metric and no label that does not exist', () => {
  const names = Object.keys(instruments) as MetricName[]
  const known = names.map(prometheusNameOf)
  const labels = names.flatMap((name) => instruments[name].labels.map(prometheusLabelOf))
  const rules = readRules().map(({ expr }) => expr)

  const usedNames = rules.flatMap(metricsOf)
  const usedLabels = rules.flatMap((expr) => [
    ...(expr.match(/(?<=[{,]\s*)\w+(?==)/g) ?? []),
    ...[...expr.matchAll(/\b(?:by|on) \((.*?)\)/g)].flatMap(([, list = '']) => list.split(', ')),
  ])

  const withoutPart = (name: string) => name.replace(/_(bucket|count)$/, '')
  const ofTarget = ['service', 'replica', 'job', 'le']
  expect(usedNames.length).toBeGreaterThan(20)
  expect(usedNames.filter((name) => !known.includes(withoutPart(name)))).toEqual([])
  expect(usedLabels.length).toBeGreaterThan(20)
  expect(usedLabels.filter((label) => ![...labels, ...ofTarget].includes(label))).toEqual([])
})

/** Runs promtool; throws with its output if it finds a fault. */
function promtool(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: join(folder, 'prometheus'),
    encoding: 'utf8',
  })
  expect(status, stdout + stderr).toBe(0)
}

function temporaryFile(name: string, content: object): string {
  const path = join(mkdtempSync(join(tmpdir(), 'glyphflow-')), name)
  onTestFinished(() => rmSync(dirname(path), { recursive: true }))
  writeFileSync(path, stringify(content))
  return path
}

wherePromtoolIs('each alert fires for its reason, and ends', () => {
  promtool('test', 'rules', 'alerts.test.yaml')
})

wherePromtoolIs('the configurations of Prometheus are valid', () => {
  const cluster = parse(readFileSync(join(folder, 'prometheus/cluster.yaml'), 'utf8'))
  // Debian's does not know Kubernetes.
  for (const job of cluster.scrape_configs) delete job.kubernetes_sd_configs

  promtool('check', 'config', 'local.yaml')
  promtool('check', 'config', '--syntax-only', temporaryFile('cluster.yaml', cluster))
})

wherePromtoolIs.each(['kubelets.yaml', 'pods.yaml'])('panels have the values of %s', (file) => {
  const samples = parse(readFileSync(join(folder, 'prometheus', file), 'utf8'))
  const expected: { panel: string }[] = samples.promql_expr_test
  const tests = expected.flatMap(({ panel, ...rest }) => {
    const queries = readQueries().filter((each) => each.panel === panel)
    expect(queries, panel).not.toEqual([])
    return queries.map(({ query }) => ({ ...rest, expr: query.replace('[1m]', '[5m]') }))
  })

  const content = { tests: [{ ...samples, promql_expr_test: tests }] }
  promtool('test', 'rules', temporaryFile(file, content))
})

test('each alert has a test and a paragraph of what to do, to which it links', () => {
  const tests = readFileSync(join(folder, 'prometheus/alerts.test.yaml'), 'utf8')
  const alerts = readRules().filter(({ alert }) => alert !== undefined)

  expect(alerts.length).toBeGreaterThan(8)
  for (const { alert = '', annotations } of alerts) {
    expect(annotations?.summary).toMatch(
      new RegExp(`docs/observability.md#${alert.toLowerCase()}$`),
    )
    expect(docs.split(`\n### ${alert}\n`)[1]?.split('\n### ')[0]).toMatch(/^Tried: /m)
    expect(tests).toContain(`alertname: ${alert}\n        exp_alerts:`)
  }
})

test('each panel beside one of Spark’s is there', () => {
  const [, table = ''] = docs.split('### Beside a dashboard')
  const rows = [...table.matchAll(/^\| [\w ]+ \| (\w[\w ]+) \| ([^|:]+)/gm)].slice(1)
  const panels = readQueries().map(({ panel }) => panel)

  expect(rows).toHaveLength(13)
  for (const [, dashboard = '', panel = ''] of rows) {
    expect(panels).toContain(`${dashboard.toLowerCase().replaceAll(' ', '-')}: ${panel.trim()}`)
  }
})

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({ image: z.string(), volumes: z.array(z.string()).default([]) }),
  ),
})

test('compose.yaml mounts files that exist into images of an exact version', () => {
  const { services } = Compose.parse(
    parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true }),
  )

  for (const { image, volumes } of Object.values(services)) {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/)
    const files = volumes.filter((volume) => volume.startsWith('.'))
    for (const file of files) expect(existsSync(join(folder, file.split(':')[0] ?? ''))).toBe(true)
  }
})
