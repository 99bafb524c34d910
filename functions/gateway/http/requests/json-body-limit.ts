import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../../../shared/http/problem.ts'

/** Throws a 413 problem for a JSON body of more bytes, by default 1 KiB. */
export function limitJsonBody(maxBytes = 1024) {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Problem(413, 'too-large', `Expected a body of at most ${maxBytes} bytes`)
    },
  })
}
