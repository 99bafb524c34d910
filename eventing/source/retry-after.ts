import type { IncomingHttpHeaders } from 'node:http'

/**
 * Milliseconds that an answer asks to wait, null if it does not say: seconds, or a date, which is taken from
 * the answer's own Date, so that two clocks need not agree.
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(headers: IncomingHttpHeaders): number | null {
  const value = headers['retry-after']?.trim()
  if (value === undefined) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value) - Date.parse(headers.date ?? '')
  return Number.isNaN(until) ? null : Math.max(until, 0)
}
