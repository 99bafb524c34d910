import { expect, test } from 'vitest'
import { isRetryable } from './retryable-status.ts'

test('the retried statuses are Knative’s', () => {
  const statuses = Array.from({ length: 500 }, (_, n) => n + 100)

  const retryable = statuses.filter(isRetryable)

  expect(retryable).toEqual([404, 408, 409, 429, ...statuses.filter((status) => status >= 500)])
})
