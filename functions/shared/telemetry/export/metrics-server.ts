import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { isLoopback } from '../../http/network-exposure.ts'
import { listen } from '../../http/serve.ts'

export interface MetricsServerOptions {
  host: string
  port: number
  /** Called by the first scrape. */
  loadExporter: () => Promise<RequestListener>
  /** Further paths, each answered with JSON; called with the port. */
  json: Record<string, (port: number) => unknown>
}

/** Serves `/metrics` on a port of its own, which does not keep the process alive. */
export async function serveMetrics(options: MetricsServerOptions): Promise<Server> {
  const { host, port, loadExporter, json } = options
  const isLocal = isLoopback(host)
  let exporter: Promise<RequestListener> | null = null

  const server = createServer(async (request, response) => {
    const end = (status: number) => response.writeHead(status, { 'content-length': 0 }).end()
    if (isLocal && !isAddress(request.headers.host)) return end(421)
    const { pathname = '' } = URL.parse(request.url ?? '', 'http://metrics') ?? {}
    if (pathname === '/metrics') {
      exporter ??= loadExporter()
      return exporter.then(
        (answer) => answer(request, response),
        () => end(500),
      )
    }
    const answer = Object.hasOwn(json, pathname) ? json[pathname] : undefined
    if (!answer) return end(404)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer((server.address() as AddressInfo).port)))
  })
  await listen(server, host, port)
  return server.unref()
}

/** Whether a Host is an address, or localhost: a page of another site, with a name of its own, gets nothing. */
function isAddress(host = ''): boolean {
  const { hostname = '' } = URL.parse(`http://${host}`) ?? {}
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}
