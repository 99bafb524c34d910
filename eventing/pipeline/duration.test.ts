import { expect, test } from 'vitest'
import { toMs } from './duration.ts'

test.each([
  ['500ms', 500],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['0', 0],
])('%s are %i ms', (duration, ms) => {
  expect(toMs(duration)).toBe(ms)
})

test.each(['30', '', '1m 30s', '5d'])('"%s" is no duration', (duration) => {
  expect(() => toMs(duration)).toThrow(`Expected a duration such as 1m30s, got ${duration}`)
})
