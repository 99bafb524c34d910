const maxCharacters = 255

/** A file's name for people to read, never for a file system: no folders, no characters that steer a screen. */
export function toDisplayName(filename: string | undefined): string | null {
  const name = filename
    ?.toWellFormed()
    .replace(/^.*[/\\]/s, '')
    // Controls, and those that turn the direction of what follows.
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  return name ? Array.from(name).slice(0, maxCharacters).join('') : null
}
