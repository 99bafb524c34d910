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

/** Locks in another process, which is killed while it holds the lock. */
function lockAndDie(folder: string) {
  const lock = JSON.stringify(join(import.meta.dirname, 'lock.ts'))
  const script = `const { lockDataFolder } = await import(${lock})
    lockDataFolder(${JSON.stringify(folder)})
    process.kill(process.pid, 'SIGKILL')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal
}

test('a folder has one holder at a time, and is free after a release', () => {
  const folder = dataFolder()
  const lock = lockDataFolder(folder)

  expect(() => lockDataFolder(folder)).toThrow(`already running on the data folder ${folder}`)
  lock.release()

  const again = lockDataFolder(folder)
  expect([lock.endedCleanly, again.endedCleanly]).toEqual([true, true])
  again.release()
})

test('a killed holder’s lock is free, and the next holder sees the unclean end', () => {
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

test('a folder that is not writable is named', () => {
  expect(() => lockDataFolder('/proc')).toThrow('Cannot write the data folder /proc')
})

test('an obstacle is named with a remedy', () => {
  const folder = dataFolder()
  mkdirSync(join(folder, 'lock.sqlite'))

  expect(() => lockDataFolder(folder)).toThrow(/it is a folder\. Move it away/)
})
