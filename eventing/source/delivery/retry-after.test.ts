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
  ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 10:00:00 GMT', date: now }, 0],
  ['a date without a Date header', { 'retry-after': now }, null],
  ['anything else', { 'retry-after': 'soon' }, null],
  ['a repeated header', { 'retry-after': ['7', '8'] }, 7000],
  ['a negative number', { 'retry-after': '-1' }, null],
])('%s', (_, headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected)
})
