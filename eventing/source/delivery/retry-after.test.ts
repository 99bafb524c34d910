import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = 'Sat, 21 Nov 2026 11:00:00 GMT'

test.each<[string, Record<string, string | string[]>, number | null]>([
  ['none', {}, null],
  ['seconds', { 'retry-after': '7' }, 7000],
  [
    'a date, relative to the answer’s Date',
    { 'retry-after': 'Sat, 21 Nov 2026 11:00:30 GMT', date: now },
    30_000,
  ],
  ['a date that is over', { 'retry-after': 'Sat, 21 Nov 2026 10:00:00 GMT', date: now }, 0],
  ['a date without a Date beside it', { 'retry-after': now }, null],
  ['anything else', { 'retry-after': 'soon' }, null],
  ['several of them', { 'retry-after': ['7', '8'] }, 7000],
  ['less than nothing', { 'retry-after': '-1' }, null],
])('%s', (_, headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected)
})
