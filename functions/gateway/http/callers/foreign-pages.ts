import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { Problem } from '../../../shared/http/problem.ts'

/** What a link of another site may open: the pages, and what a person reads or looks at of one document. */
const pathsToVisit = /^\/(docs)?$|^\/v1\/documents\/[^/]+(\/text|\/pages\/\d+\/image)?$/

/**
 * Answers 403 to what a browser sends for a page of another origin, unless that is one of `allowedOrigins`,
 * whose pages may also read the answers. Browsers name the origin in Origin, or, for pictures, scripts and
 * the like, only how far it is from ours in Sec-Fetch-Site: such a request has no name to allow it by, and
 * another port of this machine is as foreign as another site. They send Sec-Fetch-Site only to https and to this
 * machine: over plain HTTP at another name a picture of a foreign page comes as a program's request does.
 */
export function foreignPages(allowedOrigins: string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins)
  // Web views and extensions may have names in capitals.
  const isAllowedOrigin = (origin = '') => allowed.has(origin.toLowerCase())
  const share = cors({
    origin: (origin) => (isAllowedOrigin(origin) ? origin : null),
    allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowHeaders: [
      ...['Authorization', 'Content-Disposition', 'Content-Type', 'Idempotency-Key'],
      ...['If-None-Match', 'Last-Event-ID', 'Prefer', 'Traceparent'],
    ],
    exposeHeaders: [
      ...['Allow', 'Content-Disposition', 'ETag', 'Location', 'Preference-Applied', 'Retry-After'],
    ],
    maxAge: 600,
  })

  return async (c, next) => {
    const isAllowed = isAllowedOrigin(c.req.header('origin'))
    if (!isAllowed && isForeign(c)) {
      throw new Problem(
        403,
        'foreign-origin',
        'Expected no page of another origin but those in ALLOWED_ORIGINS',
      )
    }
    // Answers to others say by Vary that they are not for everybody; a preflight of theirs is no request.
    const isShared = c.req.method === 'OPTIONS' ? isAllowed : allowed.size > 0
    return isShared ? share(c, next) : next()
  }
}

/** https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header */
function isForeign(c: Context): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isOwn(origin, calledHost(c))) return true
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit(c)
}

/** Whether `origin` is at `host`, which may name the port that is the scheme's own. */
function isOwn(origin: string, host: string): boolean {
  const { protocol, host: name } = URL.parse(origin) ?? {}
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return name === URL.parse(`${protocol}//${host}`)?.host
}

/** Whether a person follows a link to something that costs little: no frame, form, picture or search. */
function isVisit(c: Context): boolean {
  return (
    c.req.method === 'GET' &&
    c.req.header('sec-fetch-mode') === 'navigate' &&
    c.req.header('sec-fetch-dest') === 'document' &&
    pathsToVisit.test(c.req.path)
  )
}

/** As Host has it, in lower case. */
export function calledHost(c: Context): string {
  return (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
}
