import type { MiddlewareHandler } from 'hono'
import { every } from 'hono/combine'
import { createTokenCheck } from '../../../shared/http/internal-token.ts'
import { Problem } from '../../../shared/http/problem.ts'
import type { Settings } from '../../../shared/settings/env.ts'
import { checkOrigin, requestHost } from './cross-origin.ts'

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

export type AccessSettings = Pick<Settings, 'ALLOWED_HOSTS' | 'ALLOWED_ORIGINS' | 'API_TOKEN'>

/** Answers 421 to an unknown Host, 403 to a cross-origin request, 401 to a missing or wrong token. */
export function accessControl(settings: AccessSettings): MiddlewareHandler {
  // The origin is checked before the token: a CORS preflight has no token.
  return every(
    checkHost(settings.ALLOWED_HOSTS),
    checkOrigin(settings.ALLOWED_ORIGINS),
    checkToken(settings.API_TOKEN),
  )
}

/** Loopback names are allowed, too; `.example.com` allows all names below it, `*` any. */
function checkHost(allowedHosts: string[]): MiddlewareHandler {
  const names = new Set([...loopbackNames, ...allowedHosts.map(toHostName)])
  const domains = [...names].filter((name) => name.startsWith('.'))
  const isAllowed = (name: string) =>
    names.has('*') || names.has(name) || domains.some((domain) => name.endsWith(domain))
  return async (c, next) => {
    // Against DNS rebinding: a page whose name was rebound to this address still sends its own name.
    if (!isAllowed(requestHost(c).replace(/:\d*$/, ''))) {
      throw new Problem(421, 'unknown-host', 'Expected Host to be localhost or in ALLOWED_HOSTS')
    }
    await next()
  }
}

function checkToken(apiToken: string | undefined): MiddlewareHandler {
  const isToken = apiToken === undefined ? () => true : createTokenCheck(apiToken)
  return async (c, next) => {
    if (!isToken(tokenOf(c.req.header('authorization')))) {
      throw new Problem(401, 'unauthorized', 'Expected the API token', {
        // Basic makes a browser prompt: any user name, the token as password.
        'www-authenticate': 'Basic realm="glyphflow", charset="UTF-8", Bearer realm="glyphflow"',
      })
    }
    await next()
  }
}

/** Formats a name as in a Host header: an IPv6 address in brackets. */
function toHostName(name: string): string {
  return (name.includes(':') && !name.startsWith('[') ? `[${name}]` : name).toLowerCase()
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-2.1, https://www.rfc-editor.org/rfc/rfc7617#section-2 */
function tokenOf(authorization = ''): string {
  const [, scheme, credentials] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme === undefined || credentials === undefined) return ''
  if (scheme.toLowerCase() === 'bearer') return credentials
  const nameAndPassword = Buffer.from(credentials, 'base64').toString()
  const colon = nameAndPassword.indexOf(':')
  return colon === -1 ? '' : nameAndPassword.slice(colon + 1)
}
