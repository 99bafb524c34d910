import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { toUsage, usageOf } from './process-usage.ts'

/** Fields of /proc/<pid>/stat with these ticks, and a command name that resembles other fields. */
function statWith(utime: string, stime: string): string {
  return `42 (a) 1 (b) S 1 42 42 0 -1 4194304 1 0 0 0 ${utime} ${stime} 0 0 20 0 1 0 100 1000 10`
}
const status = 'Name:\tnode\nVmHWM:\t  999 kB\nVmRSS:\t   2048 kB\nThreads:\t1\n'

test('memory is in bytes, CPU time in seconds', () => {
  const usage = toUsage(status, statWith('150', '50'))

  expect(usage).toEqual({ rssBytes: 2048 * 1024, cpuSeconds: 2 })
})

test.each([
  ['a process without memory', 'Name:\tnode\nState:\tZ (zombie)\n', '1', '2', null, 0.03],
  ['memory that is not a number', 'VmRSS:\t   lots kB\n', '1', '2', null, 0.03],
  ['memory beyond safe integers', `VmRSS:\t ${'9'.repeat(400)} kB\n`, '1', '2', null, 0.03],
  ['an empty status', '', '1', '2', null, 0.03],
  ['ticks that are not a number', status, '-', '2', 2_097_152, null],
  ['a missing field', status, '', '', 2_097_152, null],
])('%s is unknown, never NaN', (_, text, utime, stime, rssBytes, cpuSeconds) => {
  const usage = toUsage(text, statWith(utime, stime))

  expect(usage).toEqual({ rssBytes, cpuSeconds })
})

test('a truncated file is unknown', () => {
  expect(toUsage('VmRSS:\t', '42 (node')).toEqual({ rssBytes: null, cpuSeconds: null })
})

test.runIf(process.platform === 'linux')('a zombie’s memory is unknown', async () => {
  // Ends only after its parent, a shell that would wait for it, has exec’d a program that does not.
  const child = `until read -r name </proc/$PPID/comm && [ "$name" = cat ]; do :; done`
  const parent = spawn('sh', ['-c', `sh -c '${child}' & echo $!; exec cat`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill())
  const [line] = await once(createInterface(parent.stdout), 'line')
  const pid = Number(line)
  await expect.poll(() => readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^State:\s+Z/m)

  const usage = await usageOf(pid)

  expect(usage.rssBytes).toBeNull()
})

test('a process that has ended is unknown', async () => {
  const child = spawn('true')
  await once(child, 'exit')

  expect(await usageOf(child.pid ?? 0)).toEqual({ rssBytes: null, cpuSeconds: null })
})
