import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A delivery of an event to a service, as the service saw it. */
export interface Visit {
  service: string
  id: string
  fromMs: number
  /** Null while it is not answered. */
  toMs: number | null
}

/**
 * Serves `/<service>` for every service: answers an event after `workMs`, with 500 if its id begins with `poison`, and
 * any other request at once. A delivery whose sender dies goes on.
 */
export async function startVisitedServices({ workMs }: { workMs: number }) {
  const visits: Visit[] = []
  const probes: string[] = []
  const server = createServer(async (request, response) => {
    const [, service = '', rest] = (request.url ?? '').split('/')
    request.resume()
    response.setHeader('glyphflow-function', service)
    if (request.method !== 'POST') {
      probes.push(`${service}/${rest}`)
      response.end('ok')
      return
    }
    const visit: Visit = {
      ...{ service, id: String(request.headers['ce-id']), fromMs: Date.now(), toMs: null },
    }
    visits.push(visit)
    await pause(workMs)
    visit.toMs = Date.now()
    response.writeHead(service === 'ocr' && visit.id.startsWith('poison') ? 500 : 204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/{service}`,
    probes,
    visitsOf: (service: string) => visits.filter((visit) => visit.service === service),
    inFlight: () => visits.filter(({ service, toMs }) => service === 'ocr' && toMs === null).length,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
