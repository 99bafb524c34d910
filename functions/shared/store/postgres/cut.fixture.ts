import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Proxy between a store and its server that cuts a connection at its next COMMIT: before the server receives it, or
 * after it, before the response arrives.
 */
export async function openCut(target: string) {
  const { port, hostname } = new URL(target)
  let next: 'before' | 'after' | null = null
  let count = 0
  const sockets = new Set<Socket>()

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    upstream.on('data', (data) => client.write(data))
    client.on('data', (data) => {
      if (next === null || !data.includes('COMMIT')) {
        upstream.write(data)
        return
      }
      count += 1
      // The server reads the COMMIT before it sees the end.
      if (next === 'after') upstream.end(data)
      else upstream.destroy()
      next = null
      client.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)

  return {
    url: url.href,
    next(when: 'before' | 'after') {
      next = when
    },
    /** Number of cut connections. */
    count: () => count,
  }
}
