import { randomBytes } from 'node:crypto'

/** version-traceid-parentid-flags, ids not all zero: https://www.w3.org/TR/trace-context/#traceparent-header */
const valid = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Traceparent of the request if valid, otherwise a new one. */
export function traceparentOf(header: string | undefined): string {
  if (header !== undefined && valid.test(header)) return header
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
}
