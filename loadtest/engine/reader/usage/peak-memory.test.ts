import { expect, test } from 'vitest'
import { peakBytesOf } from './peak-memory.ts'

test.runIf(process.platform === 'linux')(
  'a process’s peak is at least what it has now',
  async () => {
    expect(await peakBytesOf('self')).toBeGreaterThanOrEqual(process.memoryUsage.rss() * 0.9)
  },
)

test('a process that has ended has none', async () => {
  expect(await peakBytesOf(2 ** 30)).toBeNull()
})
