import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'

export interface DrainLimits {
  maxBytes: number
  maxMs: number
  /** For what is still coming when the server is closed. */
  maxMsAtStop: number
}

/** More than any upload that is taken. */
const drainLimits = { maxBytes: 256 * 1024 * 1024, maxMs: 30_000, maxMsAtStop: 2000 }
const betweenLooksMs = 100

/**
 * Calls `listener` for each request, and lets it answer before the request's body has come.
 * `Expect: 100-continue` is met when the body is first asked for, so a refusal comes instead of it:
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 *
 * A client that does not wait may go on sending, and reads the answer only then. What it sends is read and
 * thrown away, because closing a connection with unread bytes resets it, and the answer may get lost:
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
    // Where the body was not asked for, nobody can tell it from a next request.
    res.shouldKeepAlive = false
    req.once('resume', () => {
      if (res.headersSent) return
      res.shouldKeepAlive = shouldKeepAlive
      res.writeContinue()
    })
    server.emit('request', req, res)
  })
  server.on('request', (req, res) => {
    // A request after `Connection: close` is never carried out.
    if (closing.has(req.socket)) return req.socket.destroySoon()
    res.once('prefinish', () => {
      if (req.complete) return
      // Node's own mark of a last answer, by which it closes the connection whatever is still to be read.
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
      if (!server.listening) untilMs = Math.min(untilMs, now + limits.maxMsAtStop)
      if (socket.writableEnded) socket.destroy()
      else if (socket.bytesRead > maxBytesRead || now > untilMs) socket.destroySoon()
    }, betweenLooksMs).unref()
    if (closing.has(socket)) req.once('end', () => socket.destroySoon())
    // Whoever has read the body so far holds it up now.
    req.unpipe()
    req.removeAllListeners('data')
    req.resume()
  }
}

/**
 * Lets clients that end their side of the connection read an answer that is out within a second. Node takes
 * them for gone at once, and one that is gone looks the same: so this is for clients of the API alone, not for
 * deliveries, which shall be broken off soon.
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
