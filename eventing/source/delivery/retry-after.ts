/**
 * Milliseconds that an answer asks to wait, null if it does not say: seconds, or a date, which is taken from
 * the answer's own Date, so that two clocks need not agree.
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(
  headers: Record<string, string | string[] | undefined>,
): number | null {
  const value = firstOf(headers['retry-after'])?.trim()
  if (value === undefined) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value) - Date.parse(firstOf(headers.date) ?? '')
  return Number.isNaN(until) ? null : Math.max(until, 0)
}

/** A header that is there several times is a list. */
function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
