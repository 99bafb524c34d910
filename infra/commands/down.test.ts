import { beforeAll, expect, test } from 'vitest'
import { countCalls, messageOf, newCluster, serveReleases } from './cluster.fixture.ts'
import { down, sleepCluster } from './down.ts'
import { up } from './up.ts'

let releases = ''
beforeAll(async () => {
  const served = await serveReleases()
  releases = served.path
  return served.close
})

test.each([false, true])(
  'each call of down fails once (with its effect: %s), and down goes on',
  async (after) => {
    const whole = await newCluster()
    await up(whole.context, releases)
    const count = await countCalls(whole.world, () => down(whole.context))

    for (let at = 0; at < count; at++) {
      const { world, context } = await newCluster()
      await up(context, releases)
      world.failAt(at, { after })

      expect(await messageOf(down(context))).toMatch(/"npm run down" continues there/)
      await down(context)

      expect(world.state()).toMatchObject({ stands: false, disks: [], snapshots: [] })
    }
  },
)

test('a cluster that sleeps keeps its disks, and up wakes it with the sizes it had', async () => {
  const { world, context } = await newCluster()
  await up(context, releases)
  const awake = world.state()

  await sleepCluster(context)
  const asleep = world.state()
  await up(context, releases)

  expect(asleep.machines).toEqual({ 'glyphflow-control-plane-0': 'TERMINATED' })
  expect(asleep.sizes).toEqual({ 'glyphflow-base': 0, 'glyphflow-burst': 0 })
  expect(asleep.disks).toEqual(awake.disks)
  expect(world.state()).toEqual(awake)
})

test('each call of down --keep-state fails once, and it goes on', async () => {
  const whole = await newCluster()
  await up(whole.context, releases)
  const count = await countCalls(whole.world, () => sleepCluster(whole.context))

  for (let at = 0; at < count; at++) {
    const { world, context } = await newCluster()
    await up(context, releases)
    world.failAt(at)

    expect(await messageOf(sleepCluster(context))).toContain('--keep-state')
    await sleepCluster(context)

    expect(world.state().sizes).toEqual({ 'glyphflow-base': 0, 'glyphflow-burst': 0 })
  }
})

test('down names what it did not make and could not delete, and keeps its folder', async () => {
  const { world, context } = await newCluster()
  await up(context, releases)
  world.cloud.foreign.push('somebodys-load-balancer')

  const message = await messageOf(down(context))

  expect(message).toContain('compute forwarding-rules somebodys-load-balancer')
  world.cloud.foreign.length = 0
  await down(context)
  expect(world.state().stands).toBe(false)
})
