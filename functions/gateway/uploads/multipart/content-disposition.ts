export interface Disposition {
  /** Field name. */
  name?: string
  filename?: string
}

/** A quoted value ends at the first unescaped quote before `;` or the end; without one, at the first quote. */
const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"(?=\s*(?:;|$))|"([^"]*)"|([^\s;"]*))/gs

/**
 * Parses Content-Disposition, one character per byte, of a part (RFC 7578, section 4.2) or of a raw body (RFC 6266,
 * section 4.3).
 */
export function parseDisposition(header: string): Disposition {
  const values = new Map<string, string>()
  for (const [, key = '', escaped, quoted, token] of header.matchAll(parameter)) {
    const value = escaped?.replace(/\\(["\\])/g, '$1') ?? quoted ?? token ?? ''
    if (!values.has(key.toLowerCase())) values.set(key.toLowerCase(), value)
  }
  const [name, plain, extended] = ['name', 'filename', 'filename*'].map((key) => values.get(key))
  const filename = fromExtended(extended) ?? (plain === undefined ? undefined : fromForm(plain))
  return {
    ...(name !== undefined && { name: toText(name) }),
    ...(filename !== undefined && { filename }),
  }
}

/** `filename*=UTF-8''%c3%a4.png`: https://www.rfc-editor.org/rfc/rfc8187#section-3.2 */
function fromExtended(value: string | undefined): string | undefined {
  const [, charset = '', encoded] = /^([^']*)'[^']*'(.+)$/s.exec(value ?? '') ?? []
  if (encoded === undefined) return undefined
  const bytes = encoded.replace(/%([\da-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return toText(bytes)
  }
}

/** Decodes only the escapes that browsers write: https://html.spec.whatwg.org/#multipart-form-data */
function fromForm(bytes: string): string {
  return toText(bytes).replace(/%(22|0D|0A)/g, (code) => decodeURIComponent(code))
}

/** Western letters and signs of Windows-1252, at most three in a row: Chinese or Japanese bytes make longer runs. */
const western = /^(?:\p{ASCII}|[À-ÖØ-öø-ÿŠšŽžŒœŸ€–—‘’“”…°]{1,3}(?!\P{ASCII}))*$/u
const windows1252 = new TextDecoder('windows-1252')
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes UTF-8; else Windows-1252 if the result is plausible; else U+FFFD for each character. */
function toText(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1')
  try {
    return utf8.decode(buffer)
  } catch {
    const guess = windows1252.decode(buffer)
    // Two-byte characters, as in Shift JIS, GBK and Big5: the second byte may be a letter or a backslash.
    return western.test(guess) ? guess : bytes.replace(/[\x81-\xfe][@-\xfe]|[\x80-\xff]/g, '\ufffd')
  }
}
