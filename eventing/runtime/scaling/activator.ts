import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { attributes, spanNames } from '../../../functions/shared/telemetry/span-names.ts'
import { inSpan, noTracer, type Tracer } from '../../../functions/shared/telemetry/spans.ts'
import { parseTraceparent } from '../../../functions/shared/telemetry/trace-context.ts'
import { type Lease, PoolClosedError, type ReplicaPool } from '../replicas/replica-pool.ts'

export interface ActivatorDeps {
  pool: ReplicaPool
  /** Called for each request; the returned function is called after its answer. */
  onRequest: () => () => void
  /** Timeout from a request's arrival to the end of its answer. */
  timeoutMs: number
  /** Time that a request waits for a replica before it is answered 503 with Retry-After. */
  holdMs: number
  /** Called when a request gets a replica. */
  onAcquired?: (waitedMs: number) => void
  /** Name of the service. */
  service?: string
  tracer?: Tracer | undefined
  logger: Logger
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void

/** Hop-by-hop headers: RFC 9110, section 7.6.1. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
])

/**
 * Reverse proxy of a service: forwards each request to a replica with free capacity, queues it while there is none, and
 * retries only if no replica has received it (connection refused). Its own answers: 503 with Retry-After if no replica
 * received the request, 502 or 504 if one may have.
 */
export function createActivator({
  pool,
  onRequest,
  timeoutMs,
  holdMs,
  onAcquired,
  service,
  tracer = noTracer,
  logger,
}: ActivatorDeps): Listener {
  // Shorter than a replica's keep-alive, so that no replica closes a connection as a request is sent.
  const agent = new Agent({ keepAlive: true, timeout: 60_000 })

  return async (req, res) => {
    const abandoned = new AbortController()
    const answered = onRequest()
    const timer = setTimeout(() => abandoned.abort(new Error('timeout')), timeoutMs)
    res.once('close', () => {
      clearTimeout(timer)
      answered()
      abandoned.abort(new Error('client disconnected'))
    })
    abandoned.signal.addEventListener('abort', () => respond(res, 504))
    try {
      while (!(await attempt(req, res, abandoned.signal))) {
        logger.debug('replica refused a connection')
      }
    } catch (error) {
      if (abandoned.signal.aborted) return
      if (error instanceof PoolClosedError || error instanceof NoReplicaError) {
        return respond(res, 503, { 'retry-after': '1' })
      }
      logger.warn({ err: error }, 'replica did not answer')
      respond(res, 502)
    }
  }

  /** False if no replica has received the request. Throws if one may have. */
  async function attempt(req: IncomingMessage, res: ServerResponse, abandoned: AbortSignal) {
    const startedAt = performance.now()
    const { replica, release } = await waitForReplica(req, abandoned)
    onAcquired?.(performance.now() - startedAt)
    try {
      return await forward(req, res, replica.port, abandoned)
    } catch (error) {
      if (!isRefused(error)) throw error
      pool.remove(replica)
      // A replica that was only too busy to accept becomes healthy again; one that has ended does not.
      replica.healthy().then(
        () => pool.add(replica),
        () => {},
      )
      return false
    } finally {
      release()
    }
  }

  /** In a span, if the request belongs to a trace. */
  function waitForReplica({ headers: { traceparent } }: IncomingMessage, abandoned: AbortSignal) {
    const parent = String(traceparent)
    if (!tracer.isRecording || !parseTraceparent(parent)) return acquire(abandoned)
    const coldStart = pool.stats().ready === 0
    const own = { [attributes.service]: service, [attributes.coldStart]: coldStart }
    const span = tracer.start(spanNames.waitForReplica, { parent, attributes: own })
    return inSpan(span, () => acquire(abandoned))
  }

  async function acquire(abandoned: AbortSignal): Promise<Lease> {
    const hold = new AbortController()
    const timer = setTimeout(() => hold.abort(new NoReplicaError()), holdMs)
    const signal = AbortSignal.any([abandoned, hold.signal])
    return pool.acquire(signal).finally(() => clearTimeout(timer))
  }

  function forward(req: IncomingMessage, res: ServerResponse, port: number, signal: AbortSignal) {
    return new Promise<true>((resolve, reject) => {
      const upstream = request({
        agent,
        host: '127.0.0.1',
        port,
        method: req.method,
        path: req.url,
        headers: [...host(req), ...endToEnd(req.rawHeaders), ...framing(req), ...forwardedFor(req)],
        signal,
      })
      // Not `pipeline`, which would destroy the client's connection if the replica's breaks.
      const send = () => req.pipe(upstream)
      // The body is not read before the connection exists: until then the request can be retried.
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
          // The unsent rest of a refused body blocks this connection for other requests.
          if (!upstream.writableFinished) upstream.destroy()
          if (error) reject(error)
          else resolve(true)
        })
      })
      upstream.on('error', (error) => {
        // After a response only its own end counts: a replica that refuses an upload may close before the body ends.
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

/** HTTP/1.1 requires a Host, empty if the request has none (HTTP/1.0): RFC 9112, section 3.2. */
function host(req: IncomingMessage): string[] {
  return req.headers.host === undefined ? ['host', ''] : []
}

/**
 * Keeps a body without a length chunked: for methods that seldom have a body Node would send it unframed, and the
 * replica would parse it as the next request.
 */
function framing(req: IncomingMessage): string[] {
  return req.headers['transfer-encoding'] === undefined ? [] : ['transfer-encoding', 'chunked']
}

/** The replica decides whether the body is sent: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1 */
function expectsContinue(req: IncomingMessage): boolean {
  return req.headers.expect?.toLowerCase() === '100-continue'
}

/** The caller's address, sent after the X-Forwarded-For of earlier proxies. */
function forwardedFor({ socket }: IncomingMessage): string[] {
  return socket.remoteAddress === undefined ? [] : ['x-forwarded-for', socket.remoteAddress]
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

/** No replica had free capacity within `holdMs`. */
class NoReplicaError extends Error {
  override name = 'NoReplicaError'
}

function respond(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (res.headersSent) res.destroy()
  else res.writeHead(status, { 'content-length': 0, ...headers }).end()
}
