import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { kubectl } from './kubernetes/kubectl.ts'

/** Ingress Services of Knative's usual networking layers. */
const ingresses = [
  ['kourier-system', 'kourier'],
  ['istio-system', 'istio-ingressgateway'],
  ['contour-external', 'envoy'],
  ['knative-serving', 'ingress'],
] as const

/** Base URL of the cluster's ingress: INGRESS_URL, else the first known Service. */
export async function findIngress(given: string | undefined): Promise<string> {
  if (given) return given
  for (const [namespace, name] of ingresses) {
    const path = '{.status.loadBalancer.ingress[0].ip} {.spec.clusterIP}'
    const args = ['get', 'service', name, '--namespace', namespace, '-o', `jsonpath=${path}`]
    const found = await kubectl(args).catch(() => null)
    const [address] = found?.stdout.trim().split(/\s+/) ?? []
    if (address) return `http://${address}`
  }
  throw new Error(
    `Expected INGRESS_URL, or one of the Services ${ingresses.map((it) => it.join('/')).join(', ')}`,
  )
}

/**
 * Serves a host of the ingress on a free port of this machine, as itself and as an HTTP proxy, with the API's token:
 * clients need no DNS for the host and no authentication.
 */
export async function forwardTo(ingressUrl: string, host: string, token: () => string) {
  const server = createServer((incoming, response) => {
    const { method, headers } = incoming
    // A client that takes this for its proxy sends a whole URL.
    const { pathname, search } = new URL(incoming.url ?? '/', ingressUrl)
    const target = new URL(`${pathname}${search}`, ingressUrl)
    const sent = { ...headers, host, authorization: headers.authorization ?? `Bearer ${token()}` }
    const onward = request(target, { method, headers: sent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response, () => {})
    })
    pipeline(incoming, onward, (error) => error && response.destroy())
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
  })
  // Node's fetch asks a proxy for a tunnel: its end is this server.
  server.on('connect', (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    server.emit('connection', socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    cutConnections: () => server.closeAllConnections(),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
