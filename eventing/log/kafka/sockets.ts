import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

/** The connections of a kafkajs client. */
export interface Sockets {
  /** Opens one, as kafkajs would by itself. Throws after `abandon`. */
  open: ISocketFactory
  /**
   * Opens none any more, and resets those on which nothing was heard for so long: what was sent and did not arrive yet
   * never will. kafkajs only closes them, and the system goes on sending what it has for minutes.
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
      const socket = connectTcp({ host, port })
      socket.setKeepAlive(true, keepAliveMs)
      const hear = () => heardMs.set(socket, performance.now())
      hear()
      socket.on('connect', hear)
      socket.on('close', () => heardMs.delete(socket))
      if (!ssl) {
        socket.on('connect', onConnect)
        socket.on('data', hear)
        return socket
      }
      const servername = isIP(host) ? {} : { servername: host }
      const secure = connectTls({ ...servername, ...ssl, host, socket }, onConnect)
      secure.on('data', hear)
      return secure
    },
    abandon(silentMs) {
      isAbandoned = true
      const before = performance.now() - silentMs
      for (const [socket, heard] of heardMs) if (heard <= before) socket.resetAndDestroy()
    },
  }
}
