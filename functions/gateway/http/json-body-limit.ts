import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../../shared/http/problem.ts'

const maxBytes = 1024

/** Throws a 413 problem for a JSON body of more than 1 KiB. */
export const limitJsonBody = bodyLimit({
  maxSize: maxBytes,
  onError: () => {
    throw new Problem(413, 'too-large', `Expected a body of at most ${maxBytes} bytes`)
  },
})
