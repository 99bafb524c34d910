import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'

/** State of a process, such as `R`, and its CPU time in ticks of 10 ms; null if it has ended. */
function statOf(pid: number): { state: string; ticks: number } | null {
  try {
    const [state = '', ...fields] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { state, ticks: Number(fields[10]) }
  } catch {
    return null
  }
}
/** More than its start takes: it is rendering. */
const busyTicks = 150

test.skipIf(process.platform !== 'linux')(
  'a process of PDFium that is busy ends with its killed parent',
  async () => {
    const fixture = fileURLToPath(import.meta.resolve('./parent.fixture.ts'))
    const parent = fork(fixture, { execArgv: [] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [pid] = await once(parent, 'message')
    await vi.waitUntil(() => (statOf(pid)?.ticks ?? 0) > busyTicks, { timeout: 20_000 })

    parent.kill('SIGKILL')

    const isRunning = () => statOf(pid) !== null && statOf(pid)?.state !== 'Z'
    await vi.waitUntil(() => !isRunning(), { timeout: 10_000 })
    expect(isRunning()).toBe(false)
  },
)
