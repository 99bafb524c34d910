import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './kinds/check.ts'
import { canRender, containerOf, render, settingOf, workloadsOf } from './rendered.fixture.ts'

const whereKubectlIs = test.skipIf(!canRender)
const page = readFileSync(join(import.meta.dirname, '../docs/observability.md'), 'utf8')
const [, printed = ''] = page.match(/^```yaml\n(# knative\/overlays\/observed.*?)^```$/ms) ?? []
const components = ['prometheus', 'pod-monitors']
const overlays = ['small', 'own-eventing', 'production']
let copy: string

/** The printed overlay of one's own, of another overlay and component. */
function renderObserved(overlay: string, component: string) {
  const folder = join(copy, 'overlays', `observed-${overlay}-${component}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    printed
      .replace('../own-eventing', `../${overlay}`)
      .replace('components/prometheus', `components/${component}`),
  )
  return render(folder)
}

beforeAll(() => {
  copy = join(mkdtempSync(join(tmpdir(), 'glyphflow-components-')), 'knative')
  cpSync(import.meta.dirname, copy, { recursive: true })
})
afterAll(() => rmSync(join(copy, '..'), { recursive: true }))

whereKubectlIs.for(
  overlays.flatMap((overlay) => components.map((each) => [overlay, each] as const)),
)(
  '%s with the component %s: each resource fits its kind, each process has metrics',
  ([overlay, component]) => {
    const resources = renderObserved(overlay, component)

    const ours = workloadsOf(resources).filter((workload) =>
      containerOf(workload).image.startsWith('dev.local/glyphflow/'),
    )
    expect(resources.flatMap(faultsOf)).toEqual([])
    expect(ours.length).toBeGreaterThan(2)
    for (const workload of ours) {
      expect(settingOf(workload, 'METRICS_PORT')).toBe('9464')
      expect(workload.spec.template.metadata.annotations).toMatchObject({
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9464',
      })
    }
  },
)

whereKubectlIs('the Prometheus of a namespace may find its pods and read the kubelets', () => {
  const resources = renderObserved('production', 'prometheus')

  const named = (kind: string, name: RegExp) =>
    resources.filter((each) => each.kind === kind && name.test(each.metadata.name))
  expect(named('ClusterRoleBinding', /prometheus/)[0]).toMatchObject({
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus', namespace: 'glyphflow' }],
  })
  expect(named('ConfigMap', /^grafana-dashboards$/)[0]).toMatchObject({
    metadata: { labels: { grafana_dashboard: '1' } },
  })
  const [config] = named('ConfigMap', /^prometheus-/)
  const [prometheus] = named('StatefulSet', /^prometheus$/)
  expect(JSON.stringify(prometheus)).toContain(`"configMap":{"name":"${config?.metadata.name}"}`)
  const gateway = workloadsOf(resources).find(({ metadata }) => metadata.name === 'gateway')
  expect(gateway && settingOf(gateway, 'PROMETHEUS_URL')).toBe('http://prometheus:9090')
})
