import { expect, test } from 'vitest'
import { isGivenUpAfter } from './poison-page.ts'

test.each([
  ['its last attempt', { code: 'gave-up', deliveries: 4 }, true],
  ['fewer', { code: 'gave-up', deliveries: 3 }, false],
  ['none at all', { code: 'gave-up', deliveries: 0 }, false],
  ['more', { code: 'gave-up', deliveries: 5 }, false],
  ['another end', { code: undefined, deliveries: 4 }, false],
])('of a page with four attempts: it is given up after %s', (_, poisonPage, expected) => {
  expect(isGivenUpAfter(4, poisonPage)).toBe(expected)
})
