import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDataFolder } from './lock.ts'

test('a folder is locked once, until it is released', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-lock-'))
  const first = lockDataFolder(folder)

  expect(() => lockDataFolder(folder)).toThrow('running already')
  first.release()
  lockDataFolder(folder).release()

  await rm(folder, { recursive: true })
})
