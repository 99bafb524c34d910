import { expect, test } from 'vitest'
import { processesOf, sumOf } from './processes.ts'

test.runIf(process.platform === 'linux')(
  'a process is found with its descendants and their usage',
  async () => {
    const usages = await processesOf(process.ppid)

    const own = usages.find(({ pid }) => pid === process.pid)
    expect(own?.rssBytes).toBeGreaterThan(2 ** 20)
    expect(own?.pssBytes).toBeLessThanOrEqual(own?.rssBytes ?? 0)
    expect(usages.some(({ pid }) => pid === process.ppid)).toBe(true)
    expect(sumOf(usages, 'rssBytes')).toBeGreaterThan(own?.rssBytes ?? 0)
  },
)
