import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { pipeline, type Transform } from 'node:stream'

/** Which way bytes go: from a client, or to it. */
export type Direction = 'up' | 'down'

/** A TCP server that passes each connection on to a port of this machine, `through` something each way. */
export async function startRelay(port: number, through: (direction: Direction) => Transform) {
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    const tearDown = () => {
      client.destroy()
      upstream.destroy()
    }
    clients.add(client)
    client.once('close', () => clients.delete(client))
    pipeline(client, through('up'), upstream, tearDown)
    pipeline(upstream, through('down'), client, tearDown)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo

  function endAll(): number {
    for (const client of clients) client.destroy()
    return clients.size
  }
  return {
    port: address.port,
    /** Ends every connection that there is; how many. */
    endAll,
    close() {
      server.close()
      endAll()
    },
  }
}
