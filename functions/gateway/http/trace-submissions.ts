import type { MiddlewareHandler } from 'hono'
import { attributes } from '../../shared/telemetry/span-names.ts'
import { inSpan, type Tracer } from '../../shared/telemetry/spans.ts'
import { parseTraceparent } from '../../shared/telemetry/trace-context.ts'

/** Routes whose requests submit pages. */
const routes = ['/v1/documents', '/v1/documents/:id/redrive', '/v1/samples']

/** Runs a request that submits pages in a span, which continues the client's trace or begins one. */
export function traceSubmissions(tracer: Tracer): [string, MiddlewareHandler][] {
  return routes.map((path) => {
    const route = path.replace(/:(\w+)/g, '{$1}')
    return [
      path,
      async (c, next) => {
        const header = c.req.header('traceparent')
        const span = tracer.start(`POST ${route}`, {
          parent: parseTraceparent(header) ? header : undefined,
          kind: 'server',
          attributes: { [attributes.requestMethod]: 'POST', [attributes.route]: route },
        })
        await inSpan(span, async () => {
          await next()
          const { status } = c.res
          span.set({ [attributes.responseStatus]: status })
          // https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status
          if (status >= 500) span.end(String(status))
        })
      },
    ]
  })
}
