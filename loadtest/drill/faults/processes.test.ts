import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createKill, createRuntimeKill, createStop } from './processes.ts'

/** Of a process that has ended. */
const gone = spawnSync(process.execPath, ['--version']).pid

test.each([
  ['there is no such process', []],
  ['it has just ended by itself', [gone]],
])('nobody is hit where %s', async (_, pids) => {
  const killed = await createKill(pids, () => 0).start()
  const stopped = await createStop(pids).start()

  expect([killed, stopped]).toEqual([[], []])
})

test.each([
  [7, [7], 1],
  [null, [], 0],
])('of a runtime %j the kill has hit %j, and starts it again %i time', async (...row) => {
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
