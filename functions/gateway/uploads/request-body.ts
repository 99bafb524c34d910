import { Problem } from '../../shared/http/problem.ts'

/**
 * Bytes of a request, streamed. Throws a 413 problem above `maxBytes`, before the first byte if Content-Length exceeds
 * it, and 400 if the client disconnects.
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
      throw new Problem(400, 'unfinished-upload', 'The body ended prematurely')
    })
    if (done) break
    total += value.byteLength
    if (total > maxBytes) throw tooLarge()
    yield value
  }
  if (total === 0) throw new Problem(400, 'empty-upload', 'Expected an image, got an empty body')
}
