/** Bytes from `from` up to `to`. */
export interface ByteRange {
  from: number
  to: number
}

/**
 * What a Range header asks for of `size` bytes: null for all of them, as where it asks for several ranges or is not
 * understood; `unsatisfiable` where it begins after their end.
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
 */
export function rangeOf(
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
