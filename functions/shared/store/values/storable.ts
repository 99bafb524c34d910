/**
 * Text that every store can keep: PostgreSQL rejects NUL, SQLite reads only up to it, and neither supports lone
 * surrogates. Each becomes the replacement character, as in a decoder of bytes.
 */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
