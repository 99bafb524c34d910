import { beforeAll, expect, test } from 'vitest'
import { messageOf, newCluster, serveReleases } from '../cluster.fixture.ts'
import { up } from '../up.ts'

let releases = ''
beforeAll(async () => {
  const served = await serveReleases()
  releases = served.path
  return served.close
})

test.each([
  ['CPUS', 5, 'needs 6 cores in us-central1 and the quota CPUS leaves 5'],
  ['CPUS_ALL_REGIONS', 0, 'the quota CPUS_ALL_REGIONS leaves 0'],
  ['SSD_TOTAL_GB', 80, 'needs 87 GB of disks in us-central1 and the quota SSD_TOTAL_GB leaves 80'],
] as const)('nothing is made if the quota %s leaves %i', async (name, limit, expected) => {
  const { world, context } = await newCluster()
  world.cloud.quotas[name] = limit

  const message = await messageOf(up(context, releases))

  expect(message).toContain(expected)
  expect(world.state().stands).toBe(false)
})

test('a quota for fewer burst machines than the settings want is told, and up goes on', async () => {
  const { world, printed, context } = await newCluster()
  world.cloud.quotas.CPUS_ALL_REGIONS = 12

  await up(context, releases)

  expect(printed).toContain(
    '      the quota CPUS_ALL_REGIONS leaves 12 cores: not all burst machines can be started',
  )
  expect(printed.at(-1)).toContain('http://')
})

test('nothing is made without a program that builds images, and any one of three will do', async () => {
  const { world, context } = await newCluster()
  world.installed.clear()

  expect(await messageOf(up(context, releases))).toContain('Expected docker, podman or buildah')
  expect(world.state().stands).toBe(false)
  world.installed.add('buildah')
  await up(context, releases)
  expect(world.state().stands).toBe(true)
})
