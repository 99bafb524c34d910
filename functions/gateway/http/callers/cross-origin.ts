import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { Problem } from '../../../shared/http/problem.ts'

/** Paths that a link of another site may open: the web pages, and a document with its images and in each format. */
const linkablePaths =
  /^\/(docs|system|documents\/[^/]+)?$|^\/v1\/documents\/[^/]+(\/(text|pdf|hocr|alto|words\.json|pages\/\d+\/image))?$/

/**
 * Answers 403 to cross-origin requests of browsers, except from `allowedOrigins`, which may also read the responses
 * (CORS). Browsers send the origin in Origin, but for images, scripts and the like only its relation to ours in
 * Sec-Fetch-Site: such a request has no origin to allow, and another port of this machine is rejected like another
 * site. Browsers send Sec-Fetch-Site only to https and to loopback names: over plain HTTP at another name, an image
 * request of a cross-origin page is indistinguishable from a request of a program.
 */
export function checkOrigin(allowedOrigins: string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins)
  // Origins of web views and extensions may have upper case.
  const isAllowedOrigin = (origin = '') => allowed.has(origin.toLowerCase())
  const handleCors = cors({
    origin: (origin) => (isAllowedOrigin(origin) ? origin : null),
    allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: [
      ...['Authorization', 'Content-Disposition', 'Content-Type', 'Idempotency-Key'],
      ...['If-None-Match', 'Last-Event-ID', 'Prefer', 'Traceparent'],
    ],
    exposeHeaders: [
      ...['Accept-Ranges', 'Allow', 'Content-Disposition', 'Content-Range', 'ETag', 'Location'],
      ...['Preference-Applied', 'Retry-After'],
    ],
    maxAge: 600,
  })

  return async (c, next) => {
    const isAllowed = isAllowedOrigin(c.req.header('origin'))
    if (!isAllowed && isCrossOrigin(c)) {
      throw new Problem(403, 'foreign-origin', 'Expected the origin to be in ALLOWED_ORIGINS')
    }
    // Responses to other callers need Vary: Origin; a preflight of another origin is not handled as CORS.
    const needsCors = c.req.method === 'OPTIONS' ? isAllowed : allowed.size > 0
    return needsCors ? handleCors(c, next) : next()
  }
}

/** https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header */
function isCrossOrigin(c: Context): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isSameOrigin(origin, requestHost(c))) return true
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation(c)
}

/** True if `origin` is at `host`, which may include the default port of the scheme. */
function isSameOrigin(origin: string, host: string): boolean {
  const { protocol, host: name } = URL.parse(origin) ?? {}
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return name === URL.parse(`${protocol}//${host}`)?.host
}

/** True for a top-level navigation to such a path: no frame, form, image or search. */
function isNavigation(c: Context): boolean {
  return (
    c.req.method === 'GET' &&
    c.req.header('sec-fetch-mode') === 'navigate' &&
    c.req.header('sec-fetch-dest') === 'document' &&
    linkablePaths.test(c.req.path)
  )
}

/** Value of Host, in lower case. */
export function requestHost(c: Context): string {
  return (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
}
