/**
 * Time of an event in ms since 1970, which is made just before its append; null for a dead letter, which keeps that of
 * its first append, and for an event without a time.
 */
export function appendedAt(event: { time?: unknown; knativeerrorcode?: unknown }): number | null {
  const at = event.knativeerrorcode === undefined ? Date.parse(String(event.time)) : Number.NaN
  return Number.isNaN(at) ? null : at
}
