import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createKill, createRuntimeKill, createStop } from './processes.ts'

/** Pid of a process that has ended. */
const gone = spawnSync(process.execPath, ['--version']).pid

test.each([
  ['there is no such process', []],
  ['the process has just ended by itself', [gone]],
])('no process is hit where %s', async (_, pids) => {
  const killed = await createKill(pids, () => 0).start()
  const stopped = await createStop(pids).start()

  expect([killed, stopped]).toEqual([[], []])
})

test.each([
  [7, [7], 1],
  [null, [], 0],
])('killing runtime %j hits %j, and restarts it %i time', async (...row) => {
  const [runtime, expected, restarts] = row
  let started = 0
  const fault = createRuntimeKill({
    killRuntime: async () => runtime,
    restart: async () => void started++,
  })

  const killed = await fault.start()
  await fault.end()

  expect([killed, started]).toEqual([expected, restarts])
})
