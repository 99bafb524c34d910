import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { lowerPriority } from './lower-priority.ts'

const expected = Math.min(getPriority() + 5, 19)

test('processes that start together all get a lower priority, and so do their sessions', async () => {
  const children = [1, 2, 3].map(() => spawn('sleep', ['60'], { detached: true }))
  onTestFinished(() => {
    for (const child of children) child.kill()
  })
  await Promise.all(children.map((child) => once(child, 'spawn')))
  const pids = children.map(({ pid }) => pid ?? 0)

  await Promise.all(pids.map(lowerPriority))

  expect(pids.map((pid) => getPriority(pid))).toEqual(pids.map(() => expected))
  const sessions = pids.map((pid) => `/proc/${pid}/autogroup`).filter(existsSync)
  for (const session of sessions) {
    expect(readFileSync(session, 'utf8')).toMatch(new RegExp(`nice ${expected}$`, 'm'))
  }
})

test('a process that has ended is no error', async () => {
  const child = spawn('true')
  await once(child, 'exit')

  await expect(lowerPriority(child.pid ?? 0)).resolves.toBeUndefined()
})
