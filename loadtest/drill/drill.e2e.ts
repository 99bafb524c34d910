import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')

test('nothing is lost, made up, twice or wrong, whatever breaks', async () => {
  const args = [main, '--seed', '1', '--rounds', '8', '--pages', '160', '--real', '4', '--json']
  const drill = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(drill, 'exit')

  const report = JSON.parse(await text(drill.stdout))

  // What this machine cannot break is no reason to fail, but on a CI machine.
  for (const why of report.leftOut) process.stderr.write(`Left out of the drill: ${why}\n`)
  expect(report.verdict).toMatchObject({ lost: 0, ghost: 0, twice: 0, wrong: 0, findings: [] })
  expect(report.crashes).toBe(0)
  expect(report.verdict.attempted).toBe(164)
  expect(await exit).toEqual([0, null])
}, 180_000)
