import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { openChildrenCpu } from './children-cpu.ts'

test('the CPU time of a child counts once it has ended', () => {
  const childrenCpu = openChildrenCpu()
  const before = childrenCpu()
  const busy = `const from = process.cpuUsage()
    while (process.cpuUsage(from).user < 50_000);`

  execFileSync(process.execPath, ['-e', busy])

  expect(childrenCpu() - before).toBeGreaterThan(0.05)
  expect(childrenCpu() - before).toBeLessThan(10)
})
