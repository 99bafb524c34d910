import { expect, test, vi } from 'vitest'
import { createLogger } from '../../shared/process/logger.ts'
import { runSweeps } from './sweeps.ts'

const logger = createLogger('gateway', 'silent')

test('a failing sweep does not stop the others, and runs again', async () => {
  const stop = new AbortController()
  const failing = vi.fn(() => Promise.reject(new Error('down')))
  const working = vi.fn(async () => {
    if (working.mock.calls.length === 3) stop.abort()
  })

  await runSweeps({
    sweeps: { failing, working },
    everyMs: 1,
    logger,
    stopping: stop.signal,
  })

  expect(failing).toHaveBeenCalledTimes(3)
  expect(working).toHaveBeenCalledTimes(3)
})

test('sweeps do not overlap', async () => {
  const stop = new AbortController()
  let pending = 0
  let maxPending = 0
  const slow = async () => {
    pending += 1
    maxPending = Math.max(maxPending, pending)
    await new Promise((resolve) => setImmediate(resolve))
    pending -= 1
    if (counted.mock.calls.length >= 6) stop.abort()
  }
  const counted = vi.fn(slow)

  await runSweeps({
    sweeps: { a: counted, b: counted },
    everyMs: 0,
    logger,
    stopping: stop.signal,
  })

  expect(maxPending).toBe(1)
})

test('a shutdown ends the wait for the next round', async () => {
  const stop = new AbortController()
  const sweep = async () => {
    setImmediate(() => stop.abort())
  }

  await runSweeps({ sweeps: { sweep }, everyMs: 3_600_000, logger, stopping: stop.signal })

  expect(stop.signal.aborted).toBe(true)
})
