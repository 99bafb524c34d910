import { Problem } from '../../shared/http/problem.ts'

/**
 * A request's bytes as they arrive. Throws 413 at `maxBytes`, before the first byte if Content-Length says so, and
 * 400 when the client goes away.
 */
export async function* readBody(
  request: Request,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const tooLarge = () =>
    new Problem(413, 'too-large', `Expected a body of at most ${maxBytes} bytes`)
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge()
  const reader = request.body?.getReader()
  let total = 0
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new Problem(400, 'unfinished-upload', 'The body ended before its time')
    })
    if (done) break
    total += value.byteLength
    if (total > maxBytes) throw tooLarge()
    yield value
  }
  if (total === 0) throw new Problem(400, 'empty-upload', 'Expected an image, got an empty body')
}
