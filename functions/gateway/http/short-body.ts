import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../../shared/http/problem.ts'

const maxBytes = 1024

/** Refuses a body that is longer than what can be asked for in JSON: a 413 problem. */
export const shortBody = bodyLimit({
  maxSize: maxBytes,
  onError: () => {
    throw new Problem(413, 'too-large', `Expected a body of at most ${maxBytes} bytes`)
  },
})
