import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGoogle } from './google.ts'
import type { Json } from './store.ts'

let google: Awaited<ReturnType<typeof startGoogle>>
beforeAll(async () => {
  google = await startGoogle()
})
afterAll(() => google.close())

async function call(method: string, path: string, body?: Json): Promise<Json> {
  const sent = body ? JSON.stringify(body) : null
  const response = await fetch(`${google.root}/${path}`, { method, body: sent })
  return { code: response.status, ...JSON.parse(await response.text()) }
}
const zone = 'compute/v1/projects/p/zones/us-central1-a'
const template = {
  name: 'template-1',
  properties: { disks: [{ boot: true }], networkInterfaces: [{ subnetwork: 's' }, null] },
}

test('what is made is there, cannot be made twice, and is deleted', async () => {
  const path = 'compute/v1/projects/p/global/networks'

  const made = await call('POST', path, { name: 'n' })
  const again = await call('POST', path, { name: 'n' })
  const read = await call('GET', `${path}/n`)
  await call('PATCH', `${path}/n`, { description: 'changed' })
  const changed = await call('GET', `${path}/n`)
  await call('DELETE', `${path}/n`)

  expect(made).toMatchObject({ code: 200, status: 'DONE', targetLink: `${google.root}/${path}/n` })
  expect(again.code).toBe(409)
  expect(read).toMatchObject({ name: 'n', id: made.targetId, selfLink: `${google.root}/${path}/n` })
  expect(changed.description).toBe('changed')
  expect((await call('GET', `${path}/n`)).code).toBe(404)
})

test('a machine has its boot disk, which is deleted with it; the state disk stays', async () => {
  const state = `${google.root}/${zone}/disks/state`
  await call('POST', `${zone}/disks`, { name: 'state', sizeGb: '20' })
  await call('POST', `${zone}/instances`, {
    name: 'machine',
    disks: [{ boot: true, autoDelete: true, initializeParams: {} }, { source: state }],
    networkInterfaces: [{}],
  })

  const disks = `${zone}/disks`.replace('compute/v1/', '')
  expect(google.left()).toEqual(expect.arrayContaining([`${disks}/machine`, `${disks}/state`]))
  await call('DELETE', `${zone}/instances/machine`)

  expect(google.left()).not.toContain(`${disks}/machine`)
  expect(google.left()).toContain(`${disks}/state`)
  await call('DELETE', `${zone}/disks/state`)
})

test('a group names its template, though it was given the number, and keeps members and labels', async () => {
  const templates = 'compute/v1/projects/p/global/instanceTemplates'
  const { targetId } = await call('POST', templates, template)
  const instanceTemplate = `${google.root}/${templates}/${targetId}`
  await call('POST', `${zone}/instanceGroupManagers`, {
    name: 'g',
    versions: [{ instanceTemplate }],
  })
  await call('POST', `${zone}/instanceGroups`, { name: 'api' })
  await call('POST', `${zone}/instanceGroups/api/addInstances`, { instances: [{ instance: 'm' }] })
  await call('POST', `${zone}/instanceGroups/api/setLabels`, { labels: { a: 'b' } })

  const group = await call('GET', `${zone}/instanceGroupManagers/g`)
  const { properties } = await call('GET', `${templates}/${targetId}`)

  expect(group.instanceTemplate).toBe(`${google.root}/${templates}/template-1`)
  expect(properties.networkInterfaces).toHaveLength(1)
  expect((await call('POST', `${zone}/instanceGroups/api/listInstances`)).items).toEqual([
    { instance: 'm' },
  ])
  expect((await call('GET', `${zone}/instanceGroups/api`)).labels).toEqual({ a: 'b' })
})

test('accounts, secrets and repositories are made, with policies of their own', async () => {
  const account = await call('POST', 'iam/v1/v1/projects/p/serviceAccounts', { accountId: 'node' })
  const secrets = 'secrets/v1/projects/p/secrets'
  await call('POST', `${secrets}?secretId=join`, { replication: {} })
  const repositories = 'artifacts/v1/projects/p/locations/us-central1/repositories'
  const made = await call('POST', `${repositories}?repository_id=images`, { format: 'DOCKER' })
  const policy = { bindings: [{ role: 'roles/reader', members: ['m'] }] }
  await call('POST', `${secrets}/join:setIamPolicy`, { policy })

  expect(account.email).toBe('node@p.iam.gserviceaccount.com')
  expect(made).toMatchObject({ done: true, response: { format: 'DOCKER' } })
  expect(await call('GET', `${repositories}/images`)).toMatchObject({ format: 'DOCKER' })
  expect(await call('GET', `${secrets}/join:getIamPolicy`)).toMatchObject(policy)
  expect(await call('GET', `${repositories}/images:getIamPolicy`)).not.toHaveProperty('bindings')
  await call('DELETE', `${repositories}/images`)
  expect((await call('GET', `${repositories}/images`)).code).toBe(404)
})
