import type { IncomingMessage, Server } from 'node:http'

/** How much of a body is read and thrown away after its answer: more than any upload that is taken. */
const maxBytes = 256 * 1024 * 1024
const maxMs = 30_000

/**
 * Lets a server answer before a request's body has come. `Expect: 100-continue` is met when the body is
 * first asked for, so a refusal comes instead of it: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 *
 * A client that does not wait may go on sending, and reads the answer only then. What it sends is read and
 * thrown away, because closing a connection with unread bytes resets it, and the answer may get lost:
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.6. Beyond 256 MiB or 30 s the connection is closed.
 */
export function allowEarlyAnswers(server: Server): void {
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
    res.once('prefinish', () => {
      if (req.complete) return
      const isLast = !res.shouldKeepAlive
      // Node closes the connection of a last answer when it is out, whatever is still to be read.
      Object.assign(res, { _last: false })
      res.once('finish', () => drain(server, req, isLast))
    })
  })
}

function drain(server: Server, req: IncomingMessage, isLast: boolean): void {
  const { socket } = req
  const until = performance.now() + maxMs
  let bytes = 0
  const look = () => {
    if (req.complete || socket.destroyed) return clearInterval(timer)
    const isOver = bytes > maxBytes || performance.now() > until || !server.listening
    if (socket.writableEnded) socket.destroy()
    else if (isOver) socket.destroySoon()
  }
  // Whoever has read the body so far holds it up now.
  req.unpipe()
  req.removeAllListeners('data')
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength
    if (bytes > maxBytes) look()
  })
  const timer = setInterval(look, 500).unref()
  if (isLast) req.once('end', () => socket.destroySoon())
  req.resume()
}

/**
 * Lets clients that end their side of the connection read the answer, if it comes within a second. Node takes
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
