import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { type Platform, SettingsError } from '../settings/env.ts'
import { Problem } from './problem.ts'

/** Authorization header with INTERNAL_TOKEN for internal requests; none without a token. */
export function toAuthorization(token: string | undefined): { authorization?: string } {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** Token that callers must present; null if none is required. */
export function requiredTokenOf(env: Platform): string | null {
  if (!env.REQUIRE_INTERNAL_TOKEN) return null
  if (env.INTERNAL_TOKEN !== undefined) return env.INTERNAL_TOKEN
  throw new SettingsError('Expected INTERNAL_TOKEN to be set with REQUIRE_INTERNAL_TOKEN=1')
}

/** Rejects requests without the token with 401. */
export function requireToken(token: string): MiddlewareHandler {
  const isToken = createTokenCheck(token)
  return async (c, next) => {
    const [, given = ''] = /^bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (!isToken(given)) {
      throw new Problem(401, 'unauthorized', 'Expected the internal token', {
        'www-authenticate': 'Bearer realm="glyphflow-internal"',
      })
    }
    await next()
  }
}

/** Constant-time comparison with the token. */
export function createTokenCheck(token: string): (given: string) => boolean {
  const expected = digest(token)
  return (given) => timingSafeEqual(digest(given), expected)
}

/** Digest, because timingSafeEqual needs inputs of equal length. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
