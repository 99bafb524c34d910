import { Problem } from '../../../shared/http/problem.ts'
import { createDelimitedReader } from './delimited-reader.ts'

export interface Part {
  /**
   * By lower-case name, the first of each. A value has one character per byte, because clients seldom declare the
   * charset of file names.
   */
  headers: Map<string, string>
  /** Must be consumed before the next part is requested. */
  body: AsyncIterable<Uint8Array>
}

/** Limit for the headers of a part, and for a boundary line. */
const maxHeaderBytes = 4096
/** Boundary parameter of a Content-Type; ignores matches inside another quoted parameter. */
const boundaryParameter = /^(?:"(?:\\.|[^"\\])*"|[^"])*?;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i
const lineEnd = Buffer.from('\r\n')
const close = Buffer.from('--')

/**
 * Parts of a multipart body, streamed. The preamble and the epilogue are ignored; only CRLF ends a line. Throws a
 * problem for a malformed or truncated body and for an exceeded limit; the number of parts has none.
 * https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 *
 *     preamble CRLF --boundary CRLF headers CRLF CRLF bytes CRLF --boundary-- epilogue
 */
export async function* readParts(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  maxBytes: number,
): AsyncGenerator<Part, void> {
  const boundary = Buffer.from(`\r\n--${boundaryOf(contentType)}`)
  let expected = 'its first boundary'
  const reader = createDelimitedReader(body, {
    // The body may begin with a boundary, without a CRLF before it.
    before: lineEnd,
    ended: () =>
      malformed(`The multipart body ends before ${expected}, on a line of its own after CRLF`),
  })
  let remainingBytes = maxBytes

  async function readLine(): Promise<string> {
    const pieces: Buffer[] = []
    let length = 0
    for await (const piece of reader.until(lineEnd)) {
      pieces.push(piece)
      length += piece.length
      if (length > maxHeaderBytes) throw headersTooLong()
    }
    return Buffer.concat(pieces).toString('latin1')
  }

  async function readHeaders(): Promise<Map<string, string>> {
    const lines: string[] = []
    let length = 0
    for (let line = await readLine(); line !== ''; line = await readLine()) {
      length += line.length
      if (length > maxHeaderBytes) throw headersTooLong()
      // A line that begins with white space continues the line before it.
      lines.push(/^[ \t]/.test(line) ? (lines.pop() ?? '') + line : line)
    }
    return new Map(lines.reverse().map(toHeader))
  }

  async function* readBody(): AsyncGenerator<Uint8Array, void> {
    // The CRLF that ends the headers may also begin the boundary: the part has no body.
    if (await reader.skip(boundary.subarray(lineEnd.length))) return
    for await (const piece of reader.until(boundary)) {
      remainingBytes -= piece.length
      if (remainingBytes < 0) {
        throw new Problem(413, 'too-large', `Expected at most ${maxBytes} bytes in all`)
      }
      yield piece
    }
  }

  try {
    for await (const _ of reader.until(boundary));
    expected = 'its last boundary'
    while (!(await reader.skip(close))) {
      if (/[^ \t]/.test(await readLine()))
        throw malformed('Expected a boundary to end its line, in CRLF')
      yield { headers: await readHeaders(), body: readBody() }
    }
    await reader.drain()
  } finally {
    await reader.close()
  }
}

function toHeader(line: string): [name: string, value: string] {
  // A line that begins with -- may be the boundary. `.` does not match a lone CR or LF.
  const [, name, value = ''] = /^(?!--)([^:\s]+)[ \t]*:(.*)$/.exec(line) ?? []
  if (name === undefined) throw malformed("Expected a part's headers to be lines of name: value")
  return [name.toLowerCase(), value.trim()]
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = boundaryParameter.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) throw malformed('Expected Content-Type to name a boundary')
  if (boundary.length > 70 || !/^[\x20-\x7e]+$/.test(boundary)) {
    throw malformed('Expected a boundary of 1 to 70 characters')
  }
  return boundary
}

function malformed(detail: string): Problem {
  return new Problem(400, 'malformed-multipart', detail)
}

function headersTooLong(): Problem {
  return malformed(
    `Expected a part's headers to be lines that end in CRLF, of at most ${maxHeaderBytes} bytes`,
  )
}
