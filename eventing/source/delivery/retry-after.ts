/**
 * Retry-After in milliseconds, null without the header. A date counts from the answer's own Date, so that the two
 * clocks need not agree.
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

/** A repeated header is an array. */
function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
