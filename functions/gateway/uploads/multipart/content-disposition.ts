export interface Disposition {
  /** Of the field. */
  name?: string
  filename?: string
}

/** A value in quotes ends at a quote that no backslash is before; one that never ends so, at the first one. */
const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"(?=\s*(?:;|$))|"([^"]*)"|([^\s;"]*))/gs

/**
 * What a Content-Disposition says, of which each character is a byte: a part's (RFC 7578, section 4.2) or a raw
 * body's (RFC 6266, section 4.3).
 */
export function parseDisposition(header: string): Disposition {
  const found = new Map<string, string>()
  for (const [, key = '', escaped, quoted, token] of header.matchAll(parameter)) {
    const value = escaped?.replace(/\\(["\\])/g, '$1') ?? quoted ?? token ?? ''
    if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), value)
  }
  const [name, plain, extended] = ['name', 'filename', 'filename*'].map((key) => found.get(key))
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

/** What browsers escape in a name, and nothing else: https://html.spec.whatwg.org/#multipart-form-data */
function fromForm(bytes: string): string {
  return toText(bytes).replace(/%(22|0D|0A)/g, (code) => decodeURIComponent(code))
}

/** Western letters and signs in Windows-1252, three together at most: of Chinese or Japanese bytes there are more. */
const western = /^(?:\p{ASCII}|[À-ÖØ-öø-ÿŠšŽžŒœŸ€–—‘’“”…°]{1,3}(?!\P{ASCII}))*$/u
const windows1252 = new TextDecoder('windows-1252')
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8; else what a Western Windows would say, where that makes sense; else U+FFFD for each character. */
function toText(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1')
  try {
    return utf8.decode(buffer)
  } catch {
    const guess = windows1252.decode(buffer)
    // Of two bytes, as in Shift JIS, GBK and Big5: the second may be a letter, or a backslash.
    return western.test(guess) ? guess : bytes.replace(/[\x81-\xfe][@-\xfe]|[\x80-\xff]/g, '\ufffd')
  }
}
