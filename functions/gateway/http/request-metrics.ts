import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Metrics } from '../../shared/telemetry/metrics.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Measures the time until the headers of each response, by the pattern of its path: `/v1/documents/:id`. The files of
 * the page count together as `asset`.
 */
export function measureRequests(
  metrics: Metrics,
  isAsset: (path: string) => boolean,
): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now()
    await next()
    const route = matchedRoutes(c)
      .map(({ path }) => path)
      .findLast((path) => !path.includes('*'))
    const labels = {
      'http.route': route !== undefined && isAsset(route) ? 'asset' : (route ?? 'other'),
      // https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ names the others so.
      'http.request.method': methods.includes(c.req.method) ? c.req.method : '_OTHER',
      'http.response.status_code': String(c.res.status),
    }
    metrics.record('http.server.request.duration', labels, (performance.now() - startedAt) / 1000)
  }
}
