import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { requiredTokenOf, requireToken, toAuthorization } from './internal-token.ts'
import { createErrorHandler } from './problem.ts'

function inside(token: string) {
  const app = new Hono()
  app.use(requireToken(token))
  app.get('/', (c) => c.text('in'))
  app.onError(createErrorHandler(pino({ level: 'silent' })))
  return app
}

test('whoever shows the token is let in', async () => {
  const response = await inside('abc').request('/', { headers: toAuthorization('abc') })

  expect(await response.text()).toBe('in')
})

test.each([
  ['no token', {}],
  ['none that is known', toAuthorization(undefined)],
  ['another', { authorization: 'Bearer abd' }],
  ['its beginning', { authorization: 'Bearer ab' }],
  ['nothing behind the scheme', { authorization: 'Bearer ' }],
  ['another scheme', { authorization: 'Basic abc' }],
])('whoever shows %s is not', async (_, headers) => {
  const response = await inside('abc').request('/', { headers })

  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer realm="glyphflow-internal"')
})

test('a token is asked for only where the platform says so', () => {
  expect(requiredTokenOf({ INTERNAL_TOKEN: 'abc', REQUIRE_INTERNAL_TOKEN: false })).toBeNull()
  expect(requiredTokenOf({ INTERNAL_TOKEN: 'abc', REQUIRE_INTERNAL_TOKEN: true })).toBe('abc')
})

test('a token that is asked for and not given stops the start', () => {
  expect(() =>
    requiredTokenOf({ INTERNAL_TOKEN: undefined, REQUIRE_INTERNAL_TOKEN: true }),
  ).toThrow('Expected INTERNAL_TOKEN to be set with REQUIRE_INTERNAL_TOKEN=1')
})
