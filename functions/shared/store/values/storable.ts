/**
 * A text as every store can keep it: PostgreSQL takes no NUL, SQLite reads up to one, and neither knows half
 * of a surrogate pair. Each becomes the replacement character, as a decoder of bytes would have it.
 */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
