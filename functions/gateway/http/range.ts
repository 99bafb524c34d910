import { Problem } from '../../shared/http/problem.ts'

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

/**
 * Part of `size` bytes that a Range header requests, all without one, with the status and headers of the answer. Throws
 * a 416 problem if the range begins after the last byte.
 */
export function toPart(header: string | undefined, size: number) {
  const range = parseRange(header, size)
  if (range === 'unsatisfiable') {
    const detail = `Expected a range within ${size} bytes`
    const headers = { 'content-range': `bytes */${size}` }
    throw new Problem(416, 'range-not-satisfiable', detail, headers)
  }
  const { from, to } = range ?? { from: 0, to: size }
  const length = { 'content-length': String(to - from) }
  if (!range) return { from, to, status: 200 as const, headers: length }
  const headers = { ...length, 'content-range': `bytes ${from}-${to - 1}/${size}` }
  return { from, to, status: 206 as const, headers }
}
