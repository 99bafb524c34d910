import type { MiddlewareHandler } from 'hono'
import { Problem } from '../../../shared/http/problem.ts'

/** Encodings that do not change the bytes: RFC 9110, section 8.4.1, and RFC 2045, section 6.2. */
const identityEncodings = {
  'content-encoding': ['identity'],
  'content-transfer-encoding': ['7bit', '8bit', 'binary'],
}

/** Throws a 415 problem if the headers of a body or of a part declare another encoding. */
export function requireUnencoded(headerOf: (name: string) => string | undefined): void {
  for (const [name, allowed] of Object.entries(identityEncodings)) {
    const encodings = (headerOf(name) ?? '').toLowerCase().split(',')
    const other = encodings.map((one) => one.trim()).find((one) => one && !allowed.includes(one))
    if (other === undefined) continue
    throw new Problem(
      415,
      'unsupported-encoding',
      `Expected ${name} to be ${allowed.join(', ')} or absent, got ${other}`,
      // https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
      { 'accept-encoding': 'identity' },
    )
  }
}

export const rejectEncodedBody: MiddlewareHandler = async (c, next) => {
  requireUnencoded((name) => c.req.header(name))
  await next()
}
