import { describe, expect, test } from 'vitest'
import { formatDuration, formatTimeLeft } from './duration.ts'
import { formatMediaTypes } from './media-types.ts'
import { formatMoment } from './moment.ts'
import {
  formatBytes,
  formatCount,
  formatList,
  formatMemory,
  formatRate,
  formatShare,
} from './quantity.ts'

test.each([
  [120, '1 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [72_000, '1 min 12 s'],
  [7_500_000, '2 h 5 min'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [3_000, 'a few seconds left'],
  [12_000, 'about 15 s left'],
  [56_000, 'about 1 min left'],
  [170_000, 'about 3 min left'],
])('%d ms left are %s', (ms, text) => {
  expect(formatTimeLeft(ms)).toBe(text)
})

describe('quantities', () => {
  test.each([
    [formatCount(1, 'picture'), '1 picture'],
    [formatCount(1000, 'picture'), '1,000 pictures'],
    [formatList(['a']), 'a'],
    [formatList(['a', 'b', 'c']), 'a, b and c'],
    [formatBytes(8 * 2 ** 20), '8 MB'],
    [formatBytes(8 * 2 ** 20 + 1), '8.1 MB'],
    [formatBytes(1), '1 KB'],
    [formatMemory(97.6 * 2 ** 20), '98 MB'],
    [formatShare(0.0042), '0.4%'],
    [formatShare(1.846), '185%'],
    [formatRate(12.4), '12 a second'],
    [formatRate(1.42), '1.4 a second'],
    [formatRate(0.05), '3 a minute'],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected)
  })
})

test('media types have their common names; an unknown type has its subtype', () => {
  expect(formatMediaTypes(['image/png', 'image/jpeg', 'image/jxl'])).toBe('PNG, JPEG or JXL')
  expect(formatMediaTypes(['image/png'])).toBe('PNG')
})

test('a time is as short as it is unambiguous', () => {
  const now = new Date(2026, 10, 21, 18)
  const at = (...parts: [number, number, number, number, number]) =>
    formatMoment(new Date(...parts).toISOString(), now)

  expect(at(2026, 10, 21, 9, 5)).toBe('09:05')
  expect(at(2026, 10, 3, 9, 5)).toBe('Nov 3')
  expect(at(2025, 10, 3, 9, 5)).toBe('Nov 3, 2025')
})
