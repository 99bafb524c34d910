import { spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { settingsOf } from '../settings.ts'
import { temporaryFolder } from '../temporary-folder.fixture.ts'
import { limitsOf } from './limits.ts'
import { partsOf } from './parts.ts'
import { readReleases } from './releases.ts'
import { domainOf, marksOf, maxReaders, type Outputs, partsFolder, renderPart } from './render.ts'

const outputs: Outputs = {
  address: '203.0.113.10',
  registry: 'us-central1-docker.pkg.dev/my-project/glyphflow',
  elastic_groups: ['0:5:https://google/instanceGroups/glyphflow-burst'],
}
const all = partsOf(settingsOf('available'))
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

async function render(name: string, values = outputs, settings = settingsOf('default')) {
  const folder = join(await temporaryFolder(), name)
  const marks = marksOf(settings, values, { tag: '0.1.0', folder })
  await renderPart(name, folder, marks)
  return folder
}

test('each release belongs to one part, whose kustomization names its file', async () => {
  const releases = await readReleases()

  expect(all.flatMap((part) => part.releases).toSorted()).toEqual(
    releases.map(({ name }) => name).toSorted(),
  )
  for (const part of all) {
    const text = await readFile(join(partsFolder, part.name, 'kustomization.yaml'), 'utf8')
    for (const { file } of releases.filter(({ name }) => part.releases.includes(name))) {
      expect(text).toContain(file.endsWith('.tar.gz') ? 'release/' : file)
    }
  }
})

test('every folder of parts is applied in some profile', async () => {
  const applied = [...all.map(({ name }) => name), 'app-small', 'app-production']

  expect((await readdir(partsFolder)).toSorted()).toEqual(applied.toSorted())
})

test('lean does without metrics and monitoring', () => {
  const names = partsOf(settingsOf('lean')).map(({ name }) => name)

  expect(names).not.toContain('metrics')
  expect(names).not.toContain('monitoring')
})

test('values replace all marks, lists with the quotes around them', async () => {
  const autoscaler = await readFile(join(await render('autoscaler'), 'autoscaler.yaml'), 'utf8')
  const ingress = await readFile(join(await render('ingress'), 'service.yaml'), 'utf8')
  const serving = await readFile(join(await render('serving'), 'config.yaml'), 'utf8')

  expect(autoscaler).toContain('"--nodes=0:5:https://google/instanceGroups/glyphflow-burst"')
  expect(ingress).toContain('externalIPs: ["203.0.113.10"]')
  expect(serving).toContain('"203.0.113.10.sslip.io": ""')
  expect(serving).toContain('"us-central1-docker.pkg.dev"')
})

test('without an address the page is on the operator’s machine', async () => {
  const values = { ...outputs, address: '' }

  expect(domainOf(values)).toBe('localhost')
  const ingress = await readFile(join(await render('ingress', values), 'service.yaml'), 'utf8')
  expect(ingress).toContain('externalIPs: []')
})

test('a mark without a value is an error', async () => {
  const folder = join(await temporaryFolder(), 'autoscaler')

  await expect(renderPart('autoscaler', folder, {})).rejects.toThrow(
    'Expected a value for "@AUTOSCALER_ARGS@" in autoscaler.yaml',
  )
})

test('as many readers as burst machines have cores beside their own pods, and one more', () => {
  expect(maxReaders(settingsOf('default'))).toBe(5 * 3 + 1)
  expect(maxReaders(settingsOf('available'))).toBe(3 * 2 * 3 + 1)
})

describe.runIf(hasKubectl)('kustomize', () => {
  test.each(['priorities', 'cloud', 'autoscaler', 'monitoring'])('builds %s', async (name) => {
    const built = spawnSync('kubectl', ['kustomize', await render(name)], { encoding: 'utf8' })

    expect(built.stderr).toBe('')
    expect(built.stdout).toMatch(/^kind: /m)
  })

  test.each([
    ['app-small', ['gateway', 'ocr', 'results', 'eventing']],
    ['app-production', ['gateway', 'ocr', 'results']],
  ])('builds the pipeline of %s for the cluster', async (name, images) => {
    const built = spawnSync('kubectl', ['kustomize', await render(name)], { encoding: 'utf8' })

    expect(built.stderr).toBe('')
    for (const image of images) {
      expect(built.stdout).toContain(`image: ${outputs.registry}/glyphflow/${image}:0.1.0\n`)
    }
    expect(built.stdout).toMatch(/name: DOLLARS_PER_HOUR\s+value: "0.25"/)
    expect(built.stdout).toContain('autoscaling.knative.dev/max-scale: "16"')
    expect(built.stdout).toContain('key: glyphflow.dev/spot')
    expect(built.stdout).toContain('priorityClassName: glyphflow-data')
  })

  test.each([
    ['app-small', 'default', true],
    ['app-production', 'available', true],
    ['app-small', 'lean', false],
  ] as const)('the gateway of %s, profile %s, asks Prometheus: %s', async (name, profile, asks) => {
    const folder = await render(name, outputs, settingsOf(profile))
    const { stdout } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' })

    const url = /name: PROMETHEUS_URL\s+value: http:\/\/prometheus.monitoring:9090/
    expect(stdout.match(/kind: Service$/m)).not.toBeNull()
    expect(url.test(stdout)).toBe(asks)
    expect(/prometheus.io\/scrape: "true"/.test(stdout)).toBe(asks)
  })

  // The parts of Knative's release that we patch, with a value of their own beside ours.
  test('keeps what a release says beside what we say', async () => {
    const folder = await render('serving')
    const map = (name: string, key: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: knative-serving }\ndata: { ${key}: theirs }\n---\n`
    const names = ['config-domain', 'config-network', 'config-features', 'config-deployment']
    await writeFile(
      join(folder, 'serving-core.yaml'),
      names.map((each) => map(each, 'key')).join(''),
    )
    await writeFile(join(folder, 'serving-crds.yaml'), map('other', 'key'))

    const { stdout, stderr } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' })

    expect(stderr).toBe('')
    expect(stdout.match(/key: theirs/g)).toHaveLength(5)
    expect(stdout).toContain('kubernetes.podspec-tolerations: enabled')
  })
})

const Quota = z.looseObject({
  kind: z.string(),
  metadata: z.object({ namespace: z.string() }),
  spec: z.looseObject({ hard: z.record(z.string(), z.string()).optional() }),
})

test.each(['lean', 'default', 'available'] as const)(
  '%s: each namespace has a quota and limits, and no Service makes a load balancer',
  (profile) => {
    const limits = z.array(Quota).parse(limitsOf(settingsOf(profile)))
    const kindsOf = Map.groupBy(limits, ({ metadata }) => metadata.namespace)

    expect([...kindsOf.keys()]).toContain('glyphflow')
    for (const objects of kindsOf.values()) {
      expect(objects.map(({ kind }) => kind)).toEqual(['ResourceQuota', 'LimitRange'])
      expect(objects[0]?.spec.hard?.['services.loadbalancers']).toBe('0')
    }
  },
)
