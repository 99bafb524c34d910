import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { type Platform, SettingsError } from '../settings/env.ts'
import { Problem } from './problem.ts'

/** The header that shows INTERNAL_TOKEN to what is inside; none where the platform gave no token. */
export function toAuthorization(token: string | undefined): { authorization?: string } {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** The token that callers have to show; null where anybody may call. */
export function requiredTokenOf(env: Platform): string | null {
  if (!env.REQUIRE_INTERNAL_TOKEN) return null
  if (env.INTERNAL_TOKEN !== undefined) return env.INTERNAL_TOKEN
  throw new SettingsError('Expected INTERNAL_TOKEN to be set with REQUIRE_INTERNAL_TOKEN=1')
}

/** Answers 401 to whoever does not show the token. */
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

/** Compares in a time that tells nothing of the token. */
export function createTokenCheck(token: string): (given: string) => boolean {
  const expected = digest(token)
  return (given) => timingSafeEqual(digest(given), expected)
}

/** Of equal length whatever was given. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
