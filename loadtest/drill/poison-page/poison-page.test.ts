import { expect, test } from 'vitest'
import { isGivenUpAfter } from './poison-page.ts'

test.each([
  ['4 deliveries', { code: 'gave-up', deliveries: 4 }, true],
  ['3 deliveries', { code: 'gave-up', deliveries: 3 }, false],
  ['no delivery', { code: 'gave-up', deliveries: 0 }, false],
  ['5 deliveries', { code: 'gave-up', deliveries: 5 }, false],
  ['another code', { code: undefined, deliveries: 4 }, false],
])('a page with four attempts and %s', (_, poisonPage, expected) => {
  expect(isGivenUpAfter(4, poisonPage)).toBe(expected)
})
