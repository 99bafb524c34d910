import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.fixture.ts'
import { chooseCluster, noteCluster, readOptions } from './options.ts'

const choose = (options: Parameters<typeof chooseCluster>[0], work: string, fallback = '') =>
  chooseCluster(options, { work, defaultProject: async () => fallback })

test.each([
  [['sideways'], 'Expected one of up, down'],
  [['up', 'down'], 'got "up down"'],
  [['up', '--profile', 'huge'], 'Expected --profile to be one of lean, default, available'],
  [['cost', '--pages-per-day', 'many'], 'Expected --pages-per-day to be a number from 0'],
  [['up', '--fast'], "Unknown option '--fast'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})

test('later commands use the project and profile of up', async () => {
  const work = await temporaryFolder()
  const chosen = await choose({ project: 'my-project', profile: 'lean' }, work)
  await noteCluster(chosen)

  const later = await choose({ project: undefined, profile: undefined }, work, 'other-project')

  expect(later).toEqual(chosen)
})

test('the project of gcloud is used if none is given', async () => {
  const chosen = await choose(
    { project: undefined, profile: undefined },
    await temporaryFolder(),
    'mine-1',
  )

  expect(chosen.project).toBe('mine-1')
  expect(chosen.settings.controlPlanes).toBe(1)
})

test.each(['', '(unset)', 'Not A Project'])('"%s" is no project', async (name) => {
  await expect(
    choose({ project: undefined, profile: undefined }, await temporaryFolder(), name),
  ).rejects.toThrow('There is no project')
})

test('the folder of a cluster is not used for another project', async () => {
  const work = await temporaryFolder()
  await noteCluster(await choose({ project: 'my-project', profile: undefined }, work))

  await expect(choose({ project: 'other-project', profile: undefined }, work)).rejects.toThrow(
    'This folder has the cluster of project my-project',
  )
})

test('the profile of a cluster is not changed in place, only that of one which never came to be', async () => {
  const work = await temporaryFolder()
  const first = await choose({ project: 'my-project', profile: 'available' }, work)
  await noteCluster(first)

  const smaller = await choose({ project: undefined, profile: 'lean' }, work)
  expect(smaller.profile).toBe('lean')
  await mkdir(join(first.folder, '.terraform'))
  await expect(choose({ project: undefined, profile: 'lean' }, work)).rejects.toThrow(
    'This folder has a cluster of the profile available: run "npm run down" first',
  )
  expect(await choose({ project: undefined, profile: 'available' }, work)).toEqual(first)
})
