import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockDataFolder } from './lock.ts'

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** In a process of its own, which is killed while it has the lock. */
function lockAndDie(folder: string) {
  const lock = JSON.stringify(join(import.meta.dirname, 'lock.ts'))
  const script = `const { lockDataFolder } = await import(${lock})
    lockDataFolder(${JSON.stringify(folder)})
    process.kill(process.pid, 'SIGKILL')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal
}

test('a folder is had by one at a time, and free again after a release', () => {
  const folder = dataFolder()
  const lock = lockDataFolder(folder)

  expect(() => lockDataFolder(folder)).toThrow(`already running on the data folder ${folder}`)
  lock.release()

  const again = lockDataFolder(folder)
  expect([lock.endedCleanly, again.endedCleanly]).toEqual([true, true])
  again.release()
})

test('one that was killed gives up the folder, and the next one is told', () => {
  const folder = dataFolder()

  const signal = lockAndDie(folder)
  const lock = lockDataFolder(folder)

  expect([signal, lock.endedCleanly]).toEqual(['SIGKILL', false])
  expect(() => lockDataFolder(folder)).toThrow('already running')
  lock.release()
  const again = lockDataFolder(folder)
  expect(again.endedCleanly).toBe(true)
  again.release()
})

test('a folder that cannot be written is named', () => {
  expect(() => lockDataFolder('/proc')).toThrow('Cannot write the data folder /proc')
})

test('what stands in its way is named, with what to do', () => {
  const folder = dataFolder()
  mkdirSync(join(folder, 'lock.sqlite'))

  expect(() => lockDataFolder(folder)).toThrow(/it is a folder\. Move it away/)
})
