import { beforeAll, expect, test } from 'vitest'
import { newCluster, serveReleases } from './cluster.fixture.ts'
import { sleepCluster } from './down.ts'
import { status } from './status.ts'
import { up } from './up.ts'

let releases = ''
beforeAll(async () => {
  const served = await serveReleases()
  releases = served.path
  return served.close
})

test('status tells machines, groups and their problems, the link and the cost', async () => {
  const { world, printed, context } = await newCluster()
  await up(context, releases)
  const error = { code: 'QUOTA_EXCEEDED', message: "Quota 'PREEMPTIBLE_CPUS' exceeded." }
  world.cloud.groupErrors.set('glyphflow-burst', [error])
  printed.length = 0

  await status(context)

  expect(printed).toEqual([
    'machine  glyphflow-control-plane-0  RUNNING',
    'group    glyphflow-base  1 of 1 to 1',
    'group    glyphflow-burst  0 of 0 to 5',
    "problem  glyphflow-burst  QUOTA_EXCEEDED: Quota 'PREEMPTIBLE_CPUS' exceeded.",
    'nodes',
    'pods',
    'link     http://gateway.glyphflow.203.0.113.10.sslip.io/',
    'cost     $0.25 an hour without burst machines',
  ])
  expect(world.state().tunnels).toBe(0)
})

test('an error of long ago is no problem any more', async () => {
  const { world, printed, context } = await newCluster()
  await up(context, releases)
  world.cloud.groupErrors.set('glyphflow-base', [{ code: 'OLD', message: 'gone' }])
  await context.sleep(20 * 60_000)

  await status(context)

  expect(printed.join()).not.toContain('OLD')
})

test('a cluster that sleeps is told with its cost, without a tunnel', async () => {
  const { world, printed, context } = await newCluster()
  await up(context, releases)
  await sleepCluster(context)
  const before = world.calls.length

  await status(context)

  expect(printed.at(-1)).toBe('Asleep, $0.044 an hour.')
  expect(world.calls.slice(before).join()).not.toContain('kubectl')
})
