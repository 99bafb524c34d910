import type { MiddlewareHandler } from 'hono'
import { every } from 'hono/combine'
import { createTokenCheck } from '../../../shared/http/internal-token.ts'
import { Problem } from '../../../shared/http/problem.ts'
import { calledHost, foreignPages } from './foreign-pages.ts'

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

export interface Access {
  /** Names that Host may have besides loopback's, without port; `*` for any. */
  allowedHosts: string[]
  /** Other origins whose pages may call: scheme, name and port, as browsers write them. */
  allowedOrigins: string[]
  apiToken?: string | undefined
}

/** Answers 421 to an unknown Host, 403 to a foreign page, 401 to a missing or wrong token. */
export function whoMayCall({ allowedHosts, allowedOrigins, apiToken }: Access): MiddlewareHandler {
  // A browser's preflight, which brings no token, is answered before it is asked for.
  return every(knownHost(allowedHosts), foreignPages(allowedOrigins), tokenHolder(apiToken))
}

function knownHost(allowedHosts: string[]): MiddlewareHandler {
  const names = new Set([...loopbackNames, ...allowedHosts.map(toHostName)])
  return async (c, next) => {
    // A page of a name that was rebound to this address still sends its own name.
    if (!names.has('*') && !names.has(calledHost(c).replace(/:\d*$/, ''))) {
      throw new Problem(421, 'unknown-host', 'Expected Host to be localhost or in ALLOWED_HOSTS')
    }
    await next()
  }
}

function tokenHolder(apiToken: string | undefined): MiddlewareHandler {
  const isToken = apiToken === undefined ? () => true : tokenCheck(apiToken)
  return async (c, next) => {
    if (!isToken(c.req.header('authorization'))) {
      throw new Problem(401, 'unauthorized', 'Expected the API token', {
        // Basic, so that a browser asks for it: the token is the password, any name will do.
        'www-authenticate': 'Basic realm="glyphflow", charset="UTF-8", Bearer realm="glyphflow"',
      })
    }
    await next()
  }
}

/** As a Host header has it: an IPv6 address in brackets. */
function toHostName(name: string): string {
  return (name.includes(':') && !name.startsWith('[') ? `[${name}]` : name).toLowerCase()
}

function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const isToken = createTokenCheck(token)
  return (authorization) => isToken(tokenOf(authorization ?? '') ?? '')
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-2.1, https://www.rfc-editor.org/rfc/rfc7617#section-2 */
function tokenOf(authorization: string): string | null {
  const [, scheme, credentials] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme === undefined || credentials === undefined) return null
  if (scheme.toLowerCase() === 'bearer') return credentials
  const nameAndPassword = Buffer.from(credentials, 'base64').toString()
  const colon = nameAndPassword.indexOf(':')
  return colon === -1 ? null : nameAndPassword.slice(colon + 1)
}
