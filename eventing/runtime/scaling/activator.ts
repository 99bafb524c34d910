import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { type Lease, PoolClosedError, type ReplicaPool } from '../replicas/replica-pool.ts'

export interface ActivatorDeps {
  pool: ReplicaPool
  /** Is told of each request, and by what it returns, that it has its answer. */
  onRequest: () => () => void
  /** From a request's arrival to the end of its answer. */
  timeoutMs: number
  /** How long a request is held for a replica; then it is answered 503 with Retry-After. */
  holdMs: number
  logger: Logger
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void

/** Headers of one connection, not of the message: RFC 9110, section 7.6.1. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
])

/**
 * Stands in front of a service: hands each request to a replica that has room, holds it while there is
 * none, and repeats it by itself only where no replica has seen it (a refused connection). What it answers
 * itself: 503 with Retry-After where no replica saw the request, 502 or 504 where one may have.
 */
export function createActivator({
  pool,
  onRequest,
  timeoutMs,
  holdMs,
  logger,
}: ActivatorDeps): Listener {
  // Shorter than a replica keeps an idle connection, so that none is closed under a request.
  const agent = new Agent({ keepAlive: true, timeout: 60_000 })

  return async (req, res) => {
    const gone = new AbortController()
    const answered = onRequest()
    const timer = setTimeout(() => gone.abort(new Error('timeout')), timeoutMs)
    res.once('close', () => {
      clearTimeout(timer)
      answered()
      gone.abort(new Error('the client went away'))
    })
    gone.signal.addEventListener('abort', () => answer(res, 504))
    try {
      while (!(await attempt(req, res, gone.signal))) logger.debug('replica refused a connection')
    } catch (error) {
      if (gone.signal.aborted) return
      if (error instanceof PoolClosedError || error instanceof NoReplicaError) {
        return answer(res, 503, { 'retry-after': '1' })
      }
      logger.warn({ err: error }, 'replica did not answer')
      answer(res, 502)
    }
  }

  /** False where the replica never saw the request. Throws where it may have. */
  async function attempt(req: IncomingMessage, res: ServerResponse, gone: AbortSignal) {
    const { replica, release } = await acquire(gone)
    try {
      return await forward(req, res, replica.port, gone)
    } catch (error) {
      if (!isRefused(error)) throw error
      pool.remove(replica)
      // One that has ended never is again; one that was only too busy to listen is.
      replica.answers().then(
        () => pool.add(replica),
        () => {},
      )
      return false
    } finally {
      release()
    }
  }

  async function acquire(gone: AbortSignal): Promise<Lease> {
    const hold = new AbortController()
    const timer = setTimeout(() => hold.abort(new NoReplicaError()), holdMs)
    return pool.acquire(AbortSignal.any([gone, hold.signal])).finally(() => clearTimeout(timer))
  }

  function forward(req: IncomingMessage, res: ServerResponse, port: number, gone: AbortSignal) {
    return new Promise<true>((resolve, reject) => {
      const upstream = request({
        agent,
        host: '127.0.0.1',
        port,
        method: req.method,
        path: req.url,
        headers: [...host(req), ...endToEnd(req.rawHeaders), ...framing(req), ...caller(req)],
        signal: gone,
      })
      // Not a pipeline, which would hang up on the client where the replica breaks off.
      const send = () => req.pipe(upstream)
      // The body is not touched before there is a connection: until then the request can be repeated.
      upstream.once('socket', (socket) => {
        if (expectsContinue(req)) upstream.once('continue', send)
        else if (socket.connecting) socket.once('connect', send)
        else send()
      })
      let answered = false
      upstream.once('response', (response) => {
        answered = true
        res.writeHead(response.statusCode ?? 502, endToEnd(response.rawHeaders))
        pipeline(response, res, (error) => {
          // What is left of a refused body goes nowhere, and nothing else can follow on this connection.
          if (!upstream.writableFinished) upstream.destroy()
          if (error) reject(error)
          else resolve(true)
        })
      })
      upstream.on('error', (error) => {
        // Once it answers, the answer's own end counts: a refused upload may break off its body.
        if (!answered) reject(error)
      })
    })
  }
}

function endToEnd(rawHeaders: string[]): string[] {
  const headers: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!hopByHop.has(name.toLowerCase())) headers.push(name, value)
  }
  return headers
}

/** HTTP/1.1 has a Host, if an empty one, where HTTP/1.0 may have none: RFC 9112, section 3.2. */
function host(req: IncomingMessage): string[] {
  return req.headers.host === undefined ? ['host', ''] : []
}

/**
 * A body without a length stays one: for methods that seldom have a body Node would else send it bare,
 * and what follows on the connection would be taken for the next request.
 */
function framing(req: IncomingMessage): string[] {
  return req.headers['transfer-encoding'] === undefined ? [] : ['transfer-encoding', 'chunked']
}

/** The replica says whether the body shall come: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1 */
function expectsContinue(req: IncomingMessage): boolean {
  return req.headers.expect?.toLowerCase() === '100-continue'
}

/** Who called, after those whom proxies before this one have named. */
function caller({ socket }: IncomingMessage): string[] {
  return socket.remoteAddress === undefined ? [] : ['x-forwarded-for', socket.remoteAddress]
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

/** There was no replica with room in time. */
class NoReplicaError extends Error {
  override name = 'NoReplicaError'
}

function answer(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (res.headersSent) res.destroy()
  else res.writeHead(status, { 'content-length': 0, ...headers }).end()
}
