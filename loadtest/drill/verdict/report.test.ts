import { expect, test } from 'vitest'
import { goodReport } from './report.fixture.ts'
import { isGood, type Report } from './report.ts'

const failedStart = { from: 0, to: 1, code: 78, message: 'Cannot open it' }

test.each<[string, Partial<Report>]>([
  ['nothing is amiss', {}],
  ['starts failed on a full disk', { failedStarts: [failedStart] }],
  ['a page waited long', { longestWait: { ms: 600_000, page: 'A page 1' } }],
])('a drill is good if %s', (_, change) => {
  expect(isGood({ ...goodReport, ...change })).toBe(true)
})

test.each<[string, Partial<Report>]>([
  ['a page is lost', { verdict: { ...goodReport.verdict, lost: 1 } }],
  ['the runtime ended by itself', { crashes: 1 }],
  ['a start failed without a full disk', { unexcusedStarts: [failedStart] }],
  ['a database is damaged', { damages: ['log.sqlite is damaged'] }],
])('it is not if %s', (_, change) => {
  expect(isGood({ ...goodReport, ...change })).toBe(false)
})
