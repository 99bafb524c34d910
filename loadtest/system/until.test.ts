import { expect, test } from 'vitest'
import { until } from './glyphflow.ts'

test.each([
  ['false', async () => false],
  ['without an answer', () => new Promise<boolean>(() => {})],
])('waiting ends with an error at the caller if the condition stays %s', async (_, isTrue) => {
  async function caller() {
    await null
    await until(isTrue, { maxMs: 20, pauseMs: 1 })
  }

  const error: Error = await caller().catch((thrown) => thrown)

  expect(error.message).toBe(`Expected within 0.02 s: ${isTrue}`)
  expect(error.stack?.split('\n').find((line) => /^\s+at /.test(line))).toContain('at caller')
})

test('waiting ends when the condition is true, or fails', async () => {
  let asked = 0

  await until(async () => ++asked === 3, { pauseMs: 1 })
  const failed = until(async () => {
    throw new Error('no server')
  })

  expect(asked).toBe(3)
  await expect(failed).rejects.toThrow('no server')
})
