const maxSeconds = 60

/**
 * Seconds of `Prefer: wait=N`, at most 60; null if absent. Malformed preferences are ignored:
 * https://www.rfc-editor.org/rfc/rfc7240#section-2
 */
export function preferredWait(header: string | undefined): number | null {
  for (const preference of header?.match(/(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g) ?? []) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d+)"?\s*(?:;|$)/i.exec(preference) ?? []
    // The first of several wins.
    if (seconds !== undefined) return Math.min(Number(seconds), maxSeconds)
  }
  return null
}
