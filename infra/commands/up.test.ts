import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { messageOf, newCluster, serveReleases } from './cluster.fixture.ts'
import { down } from './down.ts'
import { up } from './up.ts'

let releases = ''
beforeAll(async () => {
  const served = await serveReleases()
  releases = served.path
  return served.close
})

describe.each(['lean', 'default', 'available'] as const)('%s', (profile) => {
  test('up makes the cluster and prints the link; down leaves nothing', async () => {
    const { world, printed, context } = await newCluster(profile)

    await up(context, releases)
    const { machines, secret, pushed, tunnels } = world.state()

    const link = profile === 'lean' ? 'localhost:8080' : '203.0.113.10.sslip.io'
    expect(printed.at(-1)).toBe(`http://gateway.glyphflow.${link}/`)
    expect(Object.keys(machines)).toHaveLength(context.settings.controlPlanes)
    expect(pushed).toHaveLength(4)
    expect(JSON.parse(secret ?? '').stringData.ALLOWED_HOSTS).toBe(
      `gateway.glyphflow.${link.replace(':8080', '')}`,
    )
    expect(tunnels).toBe(0)

    await down(context)

    expect(printed.at(-1)).toContain('Gone')
    expect(world.state()).toMatchObject({ stands: false, disks: [], snapshots: [], tunnels: 0 })
  })
})

test('the kubeconfig of the operator goes through the tunnel', async () => {
  const { context } = await newCluster()

  await up(context, releases)

  const config = await readFile(join(context.folder, 'kubeconfig'), 'utf8')
  expect(config).toContain('server: https://127.0.0.1:16443')
})

test('a control plane that boots is waited for, a tunnel that is forbidden is not', async () => {
  const { world, context } = await newCluster()
  const connecting = (code: string) => `Error while connecting [${code}].`
  world.cloud.ssh = [
    connecting("4003: 'failed to connect to backend'"),
    'No such file or directory',
  ]
  await up(context, releases)
  const waited = context.now()
  world.cloud.ssh = [connecting("4033: 'not authorized'")]

  const message = await messageOf(up(context, releases))

  expect(waited).toBe(20_000)
  expect(message).toContain('may not open a tunnel')
  expect(context.now()).toBe(waited)
})

test('a second up changes nothing', async () => {
  const { world, context } = await newCluster()
  await up(context, releases)
  const before = world.state()

  await up(context, releases)

  expect(world.state()).toEqual(before)
})

test('up after a commit or an edit pushes the images of it, and only those', async () => {
  const { world, context } = await newCluster()
  await up(context, releases)
  world.cloud.commit = '2222222222'
  await up(context, releases)
  world.cloud.uncommitted = '+ a line'

  await up(context, releases)

  const gateways = world.state().pushed.filter((name) => name.includes('/gateway:'))
  expect(gateways.map((name) => name.split(':0.1.0-')[1])).toEqual([
    ...['1234567890', '2222222222'],
    expect.stringMatching(/^2222222222-dirty-[0-9a-f]{10}$/),
  ])
  expect(world.state().pushed).toHaveLength(12)
})

test.each([false, true])(
  'each call of up fails once (with its effect: %s), and up goes on',
  async (after) => {
    const whole = await newCluster()
    await up(whole.context, releases)
    const { secret: _, ...expected } = whole.world.state()
    const count = whole.world.calls.length
    expect(count).toBeGreaterThan(40)

    let stopped = 0
    for (let at = 0; at < count; at++) {
      const { world, context } = await newCluster()
      world.failAt(at, { after })

      const message = await messageOf(up(context, releases))
      // Calls that wait for something are repeated by up itself.
      if (message !== undefined) {
        stopped++
        expect(message).toMatch(/Stopped at ".+"; "npm run up" continues there/)
        await up(context, releases)
      }

      const { secret, ...state } = world.state()
      expect(state, `call ${at}: ${world.calls[at]}`).toEqual(expected)
      expect(secret).toBeDefined()
    }
    expect(stopped).toBeGreaterThan(20)
  },
)

test('nothing is made before all releases have a checksum', async () => {
  const { world, context } = await newCluster()

  const message = await messageOf(up(context))

  expect(message).toContain('npm run releases -- --pin')
  expect(world.state().stands).toBe(false)
})

test('a zone without machines is named, though all that can be seen is that nothing gets ready', async () => {
  const { world, printed, context } = await newCluster()
  const message = 'The zone does not have enough resources available to fulfill the request.'
  world.cloud.groupErrors.set('glyphflow-base', [{ code: 'ZONE_RESOURCE_POOL_EXHAUSTED', message }])

  const said = await messageOf(up(context, releases))
  world.cloud.groupErrors.clear()
  await up(context, releases)

  expect(said).toContain('The zone has no such machines at present.')
  expect(said).toContain('machines of glyphflow-base failed: ZONE_RESOURCE_POOL_EXHAUSTED')
  expect(said).toContain('timed out waiting for the condition')
  expect(said).toContain('Stopped at "Parts of the cluster"')
  expect(printed.at(-1)).toContain('http://')
})

test('the parts are applied in order, the pipeline last', async () => {
  const { world, context } = await newCluster('available')

  await up(context, releases)

  const names = world.applied.map((path) => path.split('/').at(-1))
  expect(names).toEqual([
    'cluster',
    'priorities',
    'network',
    'cloud',
    'disks',
    'autoscaler',
    'metrics',
    'monitoring',
    'serving',
    'ingress',
    'eventing',
    'strimzi',
    'postgres',
    'eventing',
    '-',
    'app-production',
  ])
})
