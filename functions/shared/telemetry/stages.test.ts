import { expect, test } from 'vitest'
import { createStages } from './stages.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('a stage has the time of its work, also of failed work, and of all its runs', async () => {
  const stages = createStages()

  const result = await stages.run('fetch', async () => {
    await pause(20)
    return 'image'
  })
  await expect(stages.run('decode', () => Promise.reject(new Error('broken')))).rejects.toThrow()
  await stages.run('fetch', () => pause(20))

  const { fetch, decode } = stages.timing()
  expect(result).toBe('image')
  expect(fetch).toBeGreaterThan(35)
  expect(decode).toBeLessThan(15)
})
