import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')

test('no page is lost, made up, duplicated or wrong under any fault', async () => {
  const args = [main, '--seed', '1', '--rounds', '8', '--pages', '160', '--real', '4', '--json']
  const drill = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(drill, 'exit')

  const report = JSON.parse(await text(drill.stdout))

  // Faults that this machine cannot inject fail the test only in CI.
  for (const why of report.leftOut) process.stderr.write(`Left out of the drill: ${why}\n`)
  expect(report.verdict).toMatchObject({ lost: 0, ghost: 0, twice: 0, wrong: 0, findings: [] })
  expect(report.crashes).toBe(0)
  expect(report.verdict.attempted).toBe(164)
  expect(await exit).toEqual([0, null])
})
