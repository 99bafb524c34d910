import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'

export interface DrainLimits {
  maxBytes: number
  maxMs: number
  /** Time limit once the server is closed. */
  maxMsAfterClose: number
}

/** Larger than any accepted upload. */
const drainLimits = { maxBytes: 256 * 1024 * 1024, maxMs: 30_000, maxMsAfterClose: 2000 }
const checkIntervalMs = 100

/**
 * Calls `listener` for each request, and lets it respond before the request's body has arrived.
 * `100 Continue` is sent on the first read of the body, so a rejection replaces it:
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 *
 * A client that does not wait may read the response only after it has sent the body. The rest of the body is read
 * and discarded, because closing a connection with unread bytes resets it, and the response may be lost:
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.6. Beyond `limits` the connection is closed.
 */
export function handleRequests(
  server: Server,
  listener: RequestListener,
  limits: DrainLimits = drainLimits,
): void {
  const closing = new WeakSet<Socket>()

  server.on('checkContinue', (req, res) => {
    const { shouldKeepAlive } = res
    // Without 100 Continue, the body and a next request cannot be distinguished.
    res.shouldKeepAlive = false
    req.once('resume', () => {
      if (res.headersSent) return
      res.shouldKeepAlive = shouldKeepAlive
      res.writeContinue()
    })
    server.emit('request', req, res)
  })
  server.on('request', (req, res) => {
    // A request after `Connection: close` is never handled.
    if (closing.has(req.socket)) return req.socket.destroySoon()
    res.once('prefinish', () => {
      if (req.complete) return
      // Node's internal flag of a last response, for which it closes the connection with the body unread.
      if (Reflect.get(res, '_last') === true) closing.add(req.socket)
      Reflect.set(res, '_last', false)
      res.once('finish', () => drain(req))
    })
    listener(req, res)
  })

  function drain(req: IncomingMessage): void {
    const { socket } = req
    const maxBytesRead = socket.bytesRead + limits.maxBytes
    let untilMs = performance.now() + limits.maxMs
    const timer = setInterval(() => {
      if (req.complete || socket.destroyed) return clearInterval(timer)
      const now = performance.now()
      if (!server.listening) untilMs = Math.min(untilMs, now + limits.maxMsAfterClose)
      if (socket.writableEnded) socket.destroy()
      else if (socket.bytesRead > maxBytesRead || now > untilMs) socket.destroySoon()
    }, checkIntervalMs).unref()
    if (closing.has(socket)) req.once('end', () => socket.destroySoon())
    // The previous reader of the body no longer consumes it.
    req.unpipe()
    req.removeAllListeners('data')
    req.resume()
  }
}

/**
 * Lets clients that half-close their connection receive a response sent within a second. Node closes such a
 * connection immediately, and a client that has left looks the same: use this for clients of the API only, not for
 * deliveries, which must be aborted soon.
 */
export function answerHalfClosed(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('connection', (socket) => {
    socket.once('end', () => {
      const timer = setTimeout(() => socket.destroy(), 1000)
      socket.once('close', () => clearTimeout(timer))
    })
  })
}
