import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { requiredTokenOf, requireToken, toAuthorization } from './internal-token.ts'
import { createErrorHandler } from './problem.ts'

function appWith(token: string) {
  const app = new Hono()
  app.use(requireToken(token))
  app.get('/', (c) => c.text('in'))
  app.onError(createErrorHandler(pino({ level: 'silent' })))
  return app
}

test('a request with the token is accepted', async () => {
  const response = await appWith('abc').request('/', { headers: toAuthorization('abc') })

  expect(await response.text()).toBe('in')
})

test.each([
  ['no token', {}],
  ['an undefined token', toAuthorization(undefined)],
  ['another token', { authorization: 'Bearer abd' }],
  ['a prefix of the token', { authorization: 'Bearer ab' }],
  ['an empty token', { authorization: 'Bearer ' }],
  ['another scheme', { authorization: 'Basic abc' }],
])('a request with %s is rejected', async (_, headers) => {
  const response = await appWith('abc').request('/', { headers })

  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer realm="glyphflow-internal"')
})

test('a token is required only with REQUIRE_INTERNAL_TOKEN', () => {
  expect(requiredTokenOf({ INTERNAL_TOKEN: 'abc', REQUIRE_INTERNAL_TOKEN: false })).toBeNull()
  expect(requiredTokenOf({ INTERNAL_TOKEN: 'abc', REQUIRE_INTERNAL_TOKEN: true })).toBe('abc')
})

test('a required token that is not set is an error', () => {
  expect(() =>
    requiredTokenOf({ INTERNAL_TOKEN: undefined, REQUIRE_INTERNAL_TOKEN: true }),
  ).toThrow('Expected INTERNAL_TOKEN to be set with REQUIRE_INTERNAL_TOKEN=1')
})
