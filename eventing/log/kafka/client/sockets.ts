import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

/** The connections of a kafkajs client. */
export interface Sockets {
  /** Opens a connection as kafkajs's default factory does. Throws after `abandon`. */
  open: ISocketFactory
  /**
   * Refuses new connections, and resets those silent for `silentMs`, so that their unsent data is discarded. After a
   * mere close, which is kafkajs's way and the only one with TLS, the system continues to send it for minutes.
   */
  abandon(silentMs: number): void
}

const keepAliveMs = 60_000

export function createSockets(): Sockets {
  const receivedMs = new Map<Socket, number>()
  let isAbandoned = false

  return {
    open({ host, port, ssl, onConnect }) {
      if (isAbandoned) throw new Error('This client was replaced')
      const servername = isIP(host) ? {} : { servername: host }
      const socket = ssl
        ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
        : connectTcp({ host, port }, onConnect)
      socket.setKeepAlive(true, keepAliveMs)
      const noteActivity = () => receivedMs.set(socket, performance.now())
      noteActivity()
      socket.on('connect', noteActivity)
      socket.on('data', noteActivity)
      socket.on('close', () => receivedMs.delete(socket))
      return socket
    },
    abandon(silentMs) {
      isAbandoned = true
      const before = performance.now() - silentMs
      for (const [socket, ms] of receivedMs) if (ms <= before) end(socket)
    },
  }
}

/** Node cannot reset a TLS connection, or one that is still connecting. */
function end(socket: Socket): void {
  if (socket instanceof TLSSocket || socket.connecting) socket.destroy()
  else socket.resetAndDestroy()
}
