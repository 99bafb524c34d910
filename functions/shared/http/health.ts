import { Hono } from 'hono'

/**
 * Answers to a platform's probes: `/healthz` as long as the process works, `/readyz` 503 with a reason while it takes
 * no requests.
 */
export function healthRoutes(whyNotReady: () => string | null = () => null): Hono {
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', (c) => {
    const reason = whyNotReady()
    return reason === null ? c.text('ok') : c.text(reason, 503)
  })
  return app
}
