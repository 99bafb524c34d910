import type { Chances } from './chances.ts'

/** Random search by an ordinary or a malicious client. */
export function drawSearch(chances: Chances): URLSearchParams {
  const q = chances.oneOf(kinds)(chances).slice(0, 500)
  const search = new URLSearchParams({ q, limit: String(chances.oneOf([1, 50, 50, 200])) })
  if (chances.oneIn(8)) search.set('status', chances.oneOf(['done', 'queued', 'failed']))
  if (chances.oneIn(8)) search.set('batch', `batch-${chances.whole(0, 60)}`)
  if (chances.oneIn(8)) search.set('cursor', cursorAt(chances))
  return search
}

function cursorAt(chances: Chances): string {
  const position = chances.oneOf([50, 10_000, 20_000, Number.MAX_SAFE_INTEGER])
  return Buffer.from(JSON.stringify({ position })).toString('base64url')
}

const frequent = 'the and a of it to in on for is that at from was with you not one be we'.split(
  ' ',
)
const hostileCharacters = [
  '"',
  "'",
  '*',
  '(',
  ')',
  ':',
  '^',
  '-',
  '\0',
  '\u0002',
  '\ud800',
  '\\',
  '%',
]

const kinds: ((chances: Chances) => string)[] = [
  // Ordinary input.
  (chances) => chances.words(chances.whole(1, 4)),
  (chances) => chances.words(chances.whole(1, 3)).slice(0, -1),
  (chances) => chances.word().slice(0, chances.whole(1, 3)),
  (chances) => chances.words(chances.whole(10, 80)),
  (chances) => `scan-${chances.whole(0, 30_000)}.png`,
  (chances) => String(chances.whole(0, 99)),
  (chances) => chances.characters(chances.whole(1, 6)),
  // Many terms that match nearly all documents.
  (chances) => chances.characters(500),
  (chances) => times(250, () => chances.characters(1)),
  (chances) => `${chances.oneOf(frequent)} `.repeat(250),
  (chances) => `${chances.oneOf(frequent)}-`.repeat(250),
  (chances) => frequent.slice(0, chances.whole(2, 20)).join(' '),
  (chances) => `${frequent.slice(0, chances.whole(2, 20)).join(' ')} ${letter(chances)}`,
  (chances) =>
    times(chances.whole(2, 8), () => `${chances.oneOf(frequent)}-${chances.oneOf(frequent)}`),
  (chances) => times(250, () => letter(chances)),
  () => Array.from({ length: 30 }, (_, index) => 'the-'.repeat(index + 1)).join(' '),
  letter,
  // Input without words, or that looks like syntax.
  (chances) => chances.oneOf(hostileCharacters).repeat(500),
  (chances) => times(100, () => `${chances.oneOf(hostileCharacters)}${chances.word()}`),
  (chances) => `NEAR(${chances.words(2)}, 9) OR ${chances.word()} AND NOT "${chances.word()}`,
  (chances) => `searched:${chances.word()} filename:${chances.word()} {searched}:*`,
  () => `e${'\u0301\u0323'.repeat(249)}`,
  () => '\u0301'.repeat(500),
  () => 'x'.repeat(500),
  (chances) =>
    String.fromCodePoint(...Array.from({ length: 100 }, () => chances.whole(1, 0x2ffff))),
]

function letter(chances: Chances): string {
  return String.fromCharCode(chances.whole(97, 122))
}

function times(count: number, make: () => string): string {
  return Array.from({ length: count }, make).join(' ')
}
