import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createKill } from './kill.ts'
import { createStop } from './stop.ts'

/** Of a process that has ended. */
const gone = spawnSync(process.execPath, ['--version']).pid

function systemOf(pids: number[], runtime: number | null = null) {
  let restarts = 0
  return {
    pids: async () => pids,
    killRuntime: async () => runtime,
    restart: async () => void restarts++,
    restarts: () => restarts,
  }
}

test.each([
  ['there is no such process', []],
  ['it has just ended by itself', [gone]],
])('nobody is hit where %s', async (_, pids) => {
  const system = systemOf(pids)

  const killed = await createKill({ system, random: () => 0 }).start('ocr')
  const stopped = await createStop({ system }).start('ocr')

  expect([killed, stopped]).toEqual([[], []])
})

test.each([
  [7, [7], 1],
  [null, [], 0],
])('of a runtime %j the kill has hit %j, and starts it again %i time', async (...row) => {
  const [runtime, expected, restarts] = row
  const system = systemOf([], runtime)
  const fault = createKill({ system, random: () => 0 })

  const killed = await fault.start('runtime')
  await fault.end()

  expect([killed, system.restarts()]).toEqual([expected, restarts])
})
