import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import { freePort } from '../../../scripts/servers/free-port.ts'

const Targets = z.array(z.object({ targets: z.array(z.string()) }))

/**
 * Asks a Glyphflow for all telemetry, as a Prometheus and an OpenTelemetry Collector do, and forgets it; `env` is of
 * the Glyphflow.
 */
export async function startCollector(scrapeMs: number) {
  const metricsPort = await freePort()
  const server = createServer(async (request, response) => {
    await buffer(request)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let scrapes = 0

  async function scrape(): Promise<void> {
    const found = await fetch(`http://127.0.0.1:${metricsPort}/targets`)
    const targets = Targets.parse(await found.json()).flatMap((group) => group.targets)
    await Promise.all(
      targets.map(async (target) => {
        // A replica may end in between.
        const response = await fetch(`http://${target}/metrics`).catch(() => null)
        if (response?.ok && (await response.text()).includes('process_cpu_time')) scrapes += 1
      }),
    )
  }
  const timer = setInterval(() => scrape().catch(() => {}), scrapeMs)
  return {
    env: {
      METRICS_PORT: String(metricsPort),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    },
    /** Number of scrapes that had the metrics of a process. */
    scrapes: () => scrapes,
    stop() {
      clearInterval(timer)
      server.close().closeAllConnections()
    },
  }
}
