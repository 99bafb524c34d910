import { expect, test } from 'vitest'
import { peakBytesOf } from './peak-memory.ts'

test.runIf(process.platform === 'linux')(
  'a process’s peak is at least its current memory',
  async () => {
    expect(await peakBytesOf('self')).toBeGreaterThanOrEqual(process.memoryUsage.rss() * 0.9)
  },
)

test('an ended process has no peak', async () => {
  expect(await peakBytesOf(2 ** 30)).toBeNull()
})
