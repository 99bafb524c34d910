import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { giveWay } from './give-way.ts'

test('a process gives way to all others, and its session as well', async () => {
  const child = spawn('sleep', ['60'], { detached: true })
  onTestFinished(() => void child.kill())
  await once(child, 'spawn')
  const pid = child.pid ?? 0

  giveWay(pid)

  expect(getPriority(pid)).toBe(5)
  const session = `/proc/${pid}/autogroup`
  if (existsSync(session)) expect(readFileSync(session, 'utf8')).toMatch(/nice 5$/m)
})

test('one that has ended is nothing to complain of', async () => {
  const child = spawn('true')
  await once(child, 'exit')

  expect(() => giveWay(child.pid ?? 0)).not.toThrow()
})
