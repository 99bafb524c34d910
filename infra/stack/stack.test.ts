import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { profiles, type Settings, settingsOf } from '../settings.ts'
import { reference } from './machines.ts'
import { synthesize } from './synth.ts'

const Resource = z.looseObject({})
const Stack = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), Resource)),
})

const names = ['lean', 'default', 'available'] as const
const done = new Map<string, string>()
const synthesized = (settings: Settings) => {
  const key = JSON.stringify(settings)
  const json = done.get(key) ?? synthesize(settings)
  done.set(key, json)
  const { resource } = Stack.parse(JSON.parse(json))
  const of = (type: string) => Object.values(resource[`google_${type}`] ?? {})
  return { json, resource, of }
}
const gpu = {
  name: 'gpu',
  machine: 'n1-standard-4',
  min: 0,
  max: 1,
  spot: true,
  diskGib: 100,
  labels: { 'glyphflow.dev/class': 'gpu' },
  taints: ['glyphflow.dev/class=gpu:NoSchedule'],
  gpu: { type: 'nvidia-tesla-t4', count: 1 },
}

test('every profile of the settings is tested', () => {
  expect(Object.keys(profiles)).toEqual([...names])
})

test('the committed JSON is that of the default settings, and names no path of a machine', () => {
  const committed = readFileSync(join(import.meta.dirname, '../terraform/main.tf.json'), 'utf8')

  expect(committed, 'run: npm run synth').toBe(synthesize(settingsOf('default')))
  expect(committed).not.toMatch(/\/(home|root|tmp|Users)\//)
})

test.each(names)('%s: no machine has a public address', (name) => {
  const { of } = synthesized(settingsOf(name))
  const machines = [...of('compute_instance'), ...of('compute_instance_template')]

  expect(machines).toHaveLength(profiles[name].controlPlanes + 2)
  for (const machine of machines) {
    const [network, ...others] = z.array(Resource).parse(machine.network_interface)

    expect(others).toEqual([])
    expect(network).not.toHaveProperty('access_config')
    expect(network).not.toHaveProperty('ipv6_access_config')
  }
})

test.each(names)('%s: one address is public if the link is, and none otherwise', (name) => {
  const { of } = synthesized(settingsOf(name))
  const external = of('compute_address').filter(({ address_type }) => address_type !== 'INTERNAL')

  expect(external).toHaveLength(profiles[name].publicLink ? 1 : 0)
})

test.each(names)('%s: workers may read one secret, the join secret', (name) => {
  const { of } = synthesized(settingsOf(name))
  const forNodes = of('secret_manager_secret_iam_member').filter(({ member }) =>
    String(member).includes('node-account'),
  )

  expect(of('secret_manager_secret')).toHaveLength(profiles[name].controlPlanes === 3 ? 2 : 1)
  expect(forNodes.map(({ secret_id }) => secret_id)).toEqual([
    reference('google_secret_manager_secret.join.id'),
  ])
})

test.each(names)('%s: spot machines stop, groups keep the size they have', (name) => {
  const { of } = synthesized({ ...settingsOf(name), nodeClasses: [gpu] })
  const scheduling = of('compute_instance_template').map((each) => Resource.parse(each.scheduling))
  const spot = scheduling.filter(({ provisioning_model }) => provisioning_model === 'SPOT')

  expect(spot).toHaveLength(2)
  for (const each of spot) expect(each.instance_termination_action).toBe('STOP')
  for (const { lifecycle } of of('compute_instance_group_manager')) {
    expect(lifecycle).toEqual({ ignore_changes: ['target_size'] })
  }
  expect(of('compute_region_instance_group_manager')).toEqual([])
})

test.each(names)(
  '%s: only these firewall rules exist, and only the link is open to all',
  (name) => {
    const { of } = synthesized(settingsOf(name))
    const rules = of('compute_firewall')
    const short = rules.map((rule) => String(rule.name).replace('glyphflow-', ''))
    const open = rules.filter(({ source_ranges }) => String(source_ranges).includes('0.0.0.0/0'))

    const expected = ['api', 'kubelet', 'overlay', 'iap']
    if (profiles[name].publicLink) expected.push('web', 'health')
    if (profiles[name].monitoring) expected.push('metrics')
    if (profiles[name].controlPlanes === 3) expected.push('etcd', 'api-proxy')
    expect(short.toSorted()).toEqual(expected.toSorted())
    expect(open.map((rule) => rule.name)).toEqual(
      profiles[name].publicLink ? ['glyphflow-web'] : [],
    )
    for (const rule of rules) expect(rule.target_tags).not.toHaveLength(0)
  },
)

test.each(names)('%s: every reference names a resource of the stack', (name) => {
  const { json, resource } = synthesized(settingsOf(name))
  const references = [...json.matchAll(/(?<!\$)\$\{(google_\w+)\.([\w-]+)\.\w+\}/g)]

  expect(references.length).toBeGreaterThan(30)
  for (const [text, type = '', id = ''] of references) {
    expect(resource[type]?.[id], text).toBeDefined()
  }
})

test.each(names)('%s: machines are shielded, and log in through OS Login', (name) => {
  const { of } = synthesized(settingsOf(name))

  for (const machine of [...of('compute_instance'), ...of('compute_instance_template')]) {
    expect(machine.shielded_instance_config).toEqual({
      enable_secure_boot: true,
      enable_vtpm: true,
      enable_integrity_monitoring: true,
    })
    expect(machine.metadata).toMatchObject({
      'enable-oslogin': 'TRUE',
      'block-project-ssh-keys': 'true',
    })
  }
})

test('three control planes stand in three zones behind a proxy, each with a state disk', () => {
  const { of } = synthesized(settingsOf('available'))

  expect(of('compute_instance').map(({ zone }) => zone)).toEqual([
    'us-central1-a',
    'us-central1-b',
    'us-central1-c',
  ])
  expect(of('compute_disk').map(({ lifecycle }) => lifecycle)).toEqual(
    Array(3).fill({ ignore_changes: ['snapshot'] }),
  )
  expect(of('compute_disk_resource_policy_attachment')).toHaveLength(3)
  const backends = of('compute_region_backend_service').map((each) => each.load_balancing_scheme)
  expect(backends.toSorted()).toEqual(['EXTERNAL', 'INTERNAL_MANAGED'])
  // Of instance groups, Google refuses maxConnectionsPerEndpoint.
  const groups = of('compute_region_backend_service').flatMap(({ backend }) => backend)
  expect(groups).toContainEqual(expect.objectContaining({ max_connections_per_instance: 1000 }))
})

test('a node class has its card, label and taint', () => {
  const { resource } = synthesized({ ...settingsOf('default'), nodeClasses: [gpu] })
  const template = resource.google_compute_instance_template?.['gpu-template']

  expect(template?.guest_accelerator).toEqual([{ type: 'nvidia-tesla-t4', count: 1 }])
  expect(template?.metadata).toMatchObject({
    'glyphflow-labels':
      'glyphflow.dev/pool=gpu,glyphflow.dev/class=gpu,cloud.google.com/gke-accelerator=nvidia-tesla-t4',
    'glyphflow-taints': 'glyphflow.dev/class=gpu:NoSchedule',
  })
})

test('a bucket holds the state if the settings name one', () => {
  const { json } = synthesized({ ...settingsOf('default'), stateBucket: 'my-state' })

  expect(JSON.parse(json).terraform.backend).toEqual({
    gcs: { bucket: 'my-state', prefix: 'glyphflow' },
  })
})

test('a registry of elsewhere replaces that of the cluster', () => {
  const { of, json } = synthesized({ ...settingsOf('default'), registry: 'ghcr.io/me' })

  expect(of('artifact_registry_repository')).toEqual([])
  expect(JSON.parse(json).output.registry.value).toBe('ghcr.io/me')
})
