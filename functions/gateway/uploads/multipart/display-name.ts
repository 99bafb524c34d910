const maxCharacters = 255

/** File name for display, never for a file system: without folders and control characters. */
export function toDisplayName(filename: string | undefined): string | null {
  const name = filename
    ?.toWellFormed()
    .replace(/^.*[/\\]/s, '')
    // Control characters and bidirectional overrides.
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  return name ? Array.from(name).slice(0, maxCharacters).join('') : null
}
