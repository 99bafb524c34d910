import { expect, test } from 'vitest'
import { failureOf } from './failure.ts'

const systemError = (code: string, syscall?: string) =>
  Object.assign(new Error(code), { code, ...(syscall && { syscall }) })

// The kernel gives up on a connection after two minutes: before the timeout of a page's delivery.
test.each([
  ['a refused connection', systemError('ECONNREFUSED', 'connect'), 'not-connected'],
  ['a connection that the kernel gave up', systemError('ETIMEDOUT', 'connect'), 'not-connected'],
  [
    'no connection to any address of a host',
    Object.assign(new AggregateError([]), { code: 'ETIMEDOUT' }),
    'not-connected',
  ],
  ['an unknown host', systemError('ENOTFOUND', 'getaddrinfo'), 'not-connected'],
  ['a machine that is gone', systemError('ETIMEDOUT', 'read'), 'disconnected'],
  ['a reset connection', systemError('ECONNRESET', 'read'), 'disconnected'],
  ['a late status', systemError('UND_ERR_HEADERS_TIMEOUT'), 'other'],
  ['no error of a request', 'stopping', 'other'],
])('%s', (_, error, failure) => {
  expect(failureOf(error)).toBe(failure)
})
