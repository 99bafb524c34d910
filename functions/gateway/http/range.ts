/** Bytes from `from`, inclusive, to `to`, exclusive. */
export interface ByteRange {
  from: number
  to: number
}

/**
 * Range requested by a Range header, of `size` bytes: null for all bytes, also if the header is malformed or has
 * several ranges; `unsatisfiable` if the range begins after the last byte.
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? []
  if (first === '') {
    if (last === '') return null
    return Number(last) > 0 ? { from: Math.max(size - Number(last), 0), to: size } : 'unsatisfiable'
  }
  const to = last === '' ? size : Math.min(Number(last) + 1, size)
  if (last !== '' && Number(last) < Number(first)) return null
  return Number(first) < size ? { from: Number(first), to } : 'unsatisfiable'
}
