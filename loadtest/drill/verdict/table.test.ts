import { expect, test } from 'vitest'
import { goodReport } from './report.fixture.ts'
import { toTable } from './table.ts'

test('the table shows the longest wait of one page and the longest stall', () => {
  const table = toTable(goodReport)

  expect(table).toMatch(/longest stall +1\.5 .*recovery of all targets/)
  expect(table).toMatch(/longest wait +61\.0 .*A page 1/)
})

test('deliveries repeated because their upload was in flight have their own row', () => {
  const table = toTable(goodReport)

  expect(table).toMatch(/repeated +1 /)
  expect(table).toMatch(/appended again +2 /)
})

test('the table shows failed starts with their messages, and the unexplained ones', () => {
  const full = { from: 0, to: 1, code: 1, message: 'disk is full' }
  const damaged = { ...full, code: 78, message: 'log.sqlite is damaged' }

  const table = toTable({
    ...goodReport,
    failedStarts: [full, full, damaged],
    unexcusedStarts: [damaged],
    damages: ['log.sqlite is damaged'],
  })

  expect(table).toMatch(/failed starts +3 /)
  expect(table).toContain('  not started: 2 × exit code 1: disk is full')
  expect(table).toContain('! no full disk explains: 1 × exit code 78: log.sqlite is damaged')
  expect(table).toContain('! damaged: log.sqlite is damaged')
})

test('the table shows findings, the stall after overlapping faults, and Kafka figures', () => {
  const table = toTable({
    ...goodReport,
    overlapping: {
      ...{ stallMs: 45_000, stuckPages: [] },
      longestWait: { ms: 300_000, page: 'B page 2' },
    },
    kafka: { commitDelays: { median: 12.4, p99: 250.2, missing: 0.02 }, rebalances: 4 },
    found: ['no page ended for more than 30 s'],
  })

  expect(table).toMatch(/overlap stall +45\.0 /)
  expect(table).toMatch(/overlap wait +300\.0 .*B page 2/)
  expect(table).toMatch(/committed +12 .*99% after 250/)
  expect(table).toContain('! no page ended for more than 30 s')
})
