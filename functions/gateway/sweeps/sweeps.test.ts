import { expect, test, vi } from 'vitest'
import { createLogger } from '../../shared/process/logger.ts'
import { runSweeps } from './sweeps.ts'

const logger = createLogger('gateway', 'silent')

test('a sweep that fails does not keep others from theirs, and comes again', async () => {
  const stop = new AbortController()
  const failing = vi.fn(() => Promise.reject(new Error('down')))
  const working = vi.fn(async () => {
    if (working.mock.calls.length === 3) stop.abort()
  })

  await runSweeps({
    sweeps: { failing, working },
    everyMs: 1,
    logger: logger,
    stopping: stop.signal,
  })

  expect(failing).toHaveBeenCalledTimes(3)
  expect(working).toHaveBeenCalledTimes(3)
})

test('one is under way at a time', async () => {
  const stop = new AbortController()
  let pending = 0
  let most = 0
  const slow = async () => {
    pending += 1
    most = Math.max(most, pending)
    await new Promise((resolve) => setImmediate(resolve))
    pending -= 1
    if (slowly.mock.calls.length >= 6) stop.abort()
  }
  const slowly = vi.fn(slow)

  await runSweeps({
    sweeps: { a: slowly, b: slowly },
    everyMs: 0,
    logger: logger,
    stopping: stop.signal,
  })

  expect(most).toBe(1)
})

test('a stop ends the wait for the next one', async () => {
  const stop = new AbortController()
  const sweep = async () => {
    setImmediate(() => stop.abort())
  }

  await runSweeps({ sweeps: { sweep }, everyMs: 3_600_000, logger: logger, stopping: stop.signal })

  expect(stop.signal.aborted).toBe(true)
})
