import type { MiddlewareHandler } from 'hono'
import { Problem } from '../../shared/http/problem.ts'

/** Encodings that leave the bytes as they are: RFC 9110, section 8.4.1, and RFC 2045, section 6.2. */
const plain = {
  'content-encoding': ['identity'],
  'content-transfer-encoding': ['7bit', '8bit', 'binary'],
}

/** Throws a 415 problem where the headers of a body, or of a part of it, say that its bytes are encoded. */
export function requirePlainBytes(headerOf: (name: string) => string | undefined): void {
  for (const [name, taken] of Object.entries(plain)) {
    const encodings = (headerOf(name) ?? '').toLowerCase().split(',')
    const other = encodings.map((each) => each.trim()).find((each) => each && !taken.includes(each))
    if (other === undefined) continue
    throw new Problem(
      415,
      'unsupported-encoding',
      `Expected ${name} to be ${taken.join(', ')} or left out, got ${other}`,
      // https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
      { 'accept-encoding': 'identity' },
    )
  }
}

/** Refuses bodies that are encoded. */
export const plainBytes: MiddlewareHandler = async (c, next) => {
  requirePlainBytes((name) => c.req.header(name))
  await next()
}
