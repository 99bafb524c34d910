import { randomBytes } from 'node:crypto'

/** Identity of a span, as it travels between processes. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string
  /** 16 hexadecimal digits. */
  spanId: string
  isSampled: boolean
}

/** version-traceid-parentid-flags, ids not all zero: https://www.w3.org/TR/trace-context/#traceparent-header */
const valid =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])$/

/** Null for an absent or invalid traceparent, which the specification has ignored. */
export function parseTraceparent(header: string | undefined): TraceContext | null {
  const [, traceId, spanId, flags = ''] = valid.exec(header ?? '') ?? []
  if (traceId === undefined || spanId === undefined) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export function toTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-0${isSampled ? 1 : 0}`
}

/** Traceparent of a request if valid, otherwise a new one. */
export function traceparentOf(header: string | undefined): string {
  if (header !== undefined && valid.test(header)) return header
  return toTraceparent({ traceId: newId(16), spanId: newId(8), isSampled: true })
}

/**
 * Traceparent with which the receiver of an event continues: that of the request, if it belongs to the event's trace,
 * otherwise the event's own. Some senders begin a trace with each request.
 */
export function continued(request: string | undefined, event: unknown): string | undefined {
  const own = typeof event === 'string' ? event : undefined
  const [ofRequest, ofEvent] = [parseTraceparent(request), parseTraceparent(own)]
  if (!ofEvent) return ofRequest ? request : undefined
  return ofRequest?.traceId === ofEvent.traceId ? request : own
}

export function newId(bytes: 8 | 16): string {
  return randomBytes(bytes).toString('hex')
}
