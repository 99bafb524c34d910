import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

/** The connections of a kafkajs client. */
export interface Sockets {
  /** Opens one, as kafkajs would by itself. Throws after `abandon`. */
  open: ISocketFactory
  /**
   * Opens none any more, and resets those on which nothing was heard for so long: what was sent and did not arrive yet
   * never will. Where they are only closed, as kafkajs does and as is done with TLS, the system goes on sending what
   * it has for minutes.
   */
  abandon(silentMs: number): void
}

const keepAliveMs = 60_000

export function createSockets(): Sockets {
  const heardMs = new Map<Socket, number>()
  let isAbandoned = false

  return {
    open({ host, port, ssl, onConnect }) {
      if (isAbandoned) throw new Error('This client was replaced')
      const servername = isIP(host) ? {} : { servername: host }
      const socket = ssl
        ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
        : connectTcp({ host, port }, onConnect)
      socket.setKeepAlive(true, keepAliveMs)
      const hear = () => heardMs.set(socket, performance.now())
      hear()
      socket.on('connect', hear)
      socket.on('data', hear)
      socket.on('close', () => heardMs.delete(socket))
      return socket
    },
    abandon(silentMs) {
      isAbandoned = true
      const before = performance.now() - silentMs
      for (const [socket, heard] of heardMs) if (heard <= before) end(socket)
    },
  }
}

/** Node resets no connection with TLS, nor one that is still to come. */
function end(socket: Socket): void {
  if (socket instanceof TLSSocket || socket.connecting) socket.destroy()
  else socket.resetAndDestroy()
}
