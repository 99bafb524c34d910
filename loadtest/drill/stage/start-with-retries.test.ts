import { expect, test } from 'vitest'
import { StartError } from '../../system/runtime-process.ts'
import type { FailedStart } from '../verdict/starts.ts'
import { startWithRetries } from './start-with-retries.ts'

/** Starts that fail after one second, unless `isReady`. */
function starting(isReady: (count: number) => boolean) {
  const starts: FailedStart[] = []
  let count = 0
  let at = 0
  return {
    starts,
    count: () => count,
    deps: {
      async start() {
        count += 1
        if (isReady(count)) return
        at += 1000
        throw new StartError(78, `failed ${count}\n`)
      },
      failed: (start: FailedStart) => void starts.push(start),
      withinMs: 5000,
      over: new AbortController().signal,
      pauseMs: 0,
      now: () => at,
    },
  }
}

test('starts are repeated until ready, and failures are reported', async () => {
  const { starts, deps } = starting((count) => count === 3)

  await startWithRetries(deps)

  expect(starts).toEqual([
    { from: 0, to: 1000, code: 78, message: 'failed 1' },
    { from: 1000, to: 2000, code: 78, message: 'failed 2' },
  ])
})

test('retries are limited in time, and the last error is passed on', async () => {
  const { count, starts, deps } = starting(() => false)

  await expect(startWithRetries(deps)).rejects.toThrow('failed 5')

  expect(count()).toBe(5)
  expect(starts).toHaveLength(5)
})

test('nothing is started after the abort', async () => {
  const over = new AbortController()
  const { count, deps } = starting(() => false)
  const failed = () => over.abort(new Error('over'))

  await expect(startWithRetries({ ...deps, failed, over: over.signal })).rejects.toThrow('abort')

  expect(count()).toBe(1)
})

test('an error other than StartError is not retried', async () => {
  const { deps } = starting(() => true)
  const start = async () => Promise.reject(new TypeError('ours'))

  await expect(startWithRetries({ ...deps, start })).rejects.toThrow('ours')
})
