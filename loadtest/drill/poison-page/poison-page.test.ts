import { expect, test } from 'vitest'
import { isGivenUpInTime } from './poison-page.ts'

test.each([
  ['5 deliveries', { code: 'gave-up', deliveries: 5 }, true],
  ['4 deliveries', { code: 'gave-up', deliveries: 4 }, false],
  ['no delivery', { code: 'gave-up', deliveries: 0 }, false],
  ['6 deliveries', { code: 'gave-up', deliveries: 6 }, false],
  ['another code', { code: undefined, deliveries: 5 }, false],
])('a page that kills its replica, and %s', (_, poisonPage, expected) => {
  expect(isGivenUpInTime(poisonPage)).toBe(expected)
})
