import { type Context, Hono } from 'hono'
import { requestHost } from '../http/callers/cross-origin.ts'
import { docsPage } from './docs-page.ts'
import type { OpenApi } from './open-api.ts'

/** Serves the documentation of the API at /docs, from its OpenAPI description. */
export function docsRoutes(description: () => OpenApi, basePath: string): Hono {
  return new Hono().get('/docs', (c) => c.html(docsPage(description(), originOf(c) + basePath)))
}

/** As the browser has it. A proxy with TLS tells its scheme, which is only shown. */
function originOf(c: Context): string {
  const scheme = c.req.header('x-forwarded-proto') === 'https' ? 'https' : 'http'
  return `${scheme}://${requestHost(c)}`
}
