import { once } from 'node:events'
import { connect } from 'node:net'

/** Raw HTTP connection of a client that controls when it writes, reads and ends. */
export function openClient(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let received = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    received += chunk
  })
  socket.pause()

  const closed = once(socket, 'close')
  async function write(bytes: Uint8Array | string): Promise<void> {
    if (!socket.writable || socket.write(bytes)) return
    await Promise.race([once(socket, 'drain'), closed])
  }

  return {
    head: (request: string, headers: string[]) =>
      write(`${[`${request} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`),
    /** Writes that many bytes in pieces; calls `between` after each. */
    async body(bytes: number, pieceBytes: number, between?: () => Promise<unknown>): Promise<void> {
      const piece = new Uint8Array(pieceBytes)
      for (let left = bytes; left > 0 && socket.writable; left -= pieceBytes) {
        await write(piece.subarray(0, left))
        await between?.()
      }
    },
    endWriting: () => socket.end(),
    close: () => socket.destroy(),
    /** Status of the next response, whose body is discarded; null if the server closes the connection instead. */
    async status(): Promise<number | null> {
      socket.resume()
      for (;;) {
        const [head = '', status] = /^HTTP\/1\.1 (\d+).*?\r\n\r\n/s.exec(received) ?? []
        const length = head.length + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
        if (head && received.length >= length) {
          received = received.slice(length)
          return Number(status)
        }
        if (socket.destroyed || socket.readableEnded) return null
        await Promise.race([once(socket, 'data'), once(socket, 'end'), closed])
      }
    },
  }
}
export type Client = ReturnType<typeof openClient>
