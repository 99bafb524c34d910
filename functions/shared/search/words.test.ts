import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

const termsOf = (text: string) => [...wordsOf(text)].map(({ term }) => term)

test.each([
  ['The quick, brown fox.', ['the', 'quick', 'brown', 'fox']],
  ['Crème BRÛLÉE cre\u0300me', ['creme', 'brulee', 'creme']],
  ['Việt Nam', ['viet', 'nam']],
  ['ИЙ и\u0306', ['ий', 'й']],
  ['हिन्दी 회의', ['हिन्दी', '회의']],
  [
    'ΟΔΌΣ Οδός, Straße STRASSE, Waſſer, 5 µm',
    [...['οδόσ', 'οδόσ', 'strasse', 'strasse', 'wasser', '5', 'μm']],
  ],
  ['1,200.50 x86_64', ['1', '200', '50', 'x86', '64']],
  ["it's <b>'bold'</b> \\ \0 \ud800 😀", ['it', 's', 'b', 'bold', 'b']],
  ['', []],
])('the words of %j are %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

test.each([
  ['会', ['会']],
  ['会议室', ['会议', '议室', '室']],
  ['会议，室。', ['会议', '议', '室']],
  ['会议 室', ['会议', '议', '室']],
  ['会议\n室', ['会议', '议室', '室']],
  ['会议\n\n室', ['会议', '议', '室']],
  ['Windows会议A1室2024', ['windows', '会议', '议', 'a1', '室', '2024']],
  ['コーヒー', ['コー', 'ーヒ', 'ヒー', 'ー']],
  ['か\u3099く', ['がく', 'く']],
  ['วันนี้', ['วัน', 'นนี้', 'นี้']],
  ['ປະຊຸມ', ['ປະ', 'ະຊຸ', 'ຊຸມ', 'ມ']],
  ['会議에서', ['会議', '議', '에서']],
])('in scripts without spaces, the words of %j are %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

test.each([
  ['remem-\nber it', ['remember', 'remem', 'ber', 'it']],
  ['a well-\nknown, fact', ['a', 'wellknown', 'well', 'known', 'fact']],
  ['self-govern-\nment-led', ['self', 'government', 'led', 'self', 'govern', 'ment', 'led']],
  ['extra-\nordi-\nnary', ['extraordinary', 'extra', 'ordi', 'nary']],
  [
    'galva\u00ad\nnised fes\u2010\ntival',
    [...['galvanised', 'galva', 'nised', 'festival', 'fes', 'tival']],
  ],
  ['cre\u0300-\nme', ['creme', 'cre', 'me']],
  ['a -\nb', ['a', 'b']],
  ['remem-\n\nber', ['remember', 'remem', 'ber']],
  ['a-\n\n\nb', ['a', 'b']],
  ['a- b', ['a', 'b']],
  ['1990-\n2000 a-\n1', ['1990', '2000', 'a', '1']],
])('over hyphens at line ends, the words of %j are %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

test.each([
  ['x fes-\ntival-\ngoer y', 'festivalgoer', 'fes-\ntival-\ngoer'],
  ['a re-\nmem-ber-\ned, b', 'bered', 'ber-\ned'],
  ['a re-\n\nmem-\nber b', 'remember', 're-\n\nmem-\nber'],
  ['a re-\nmem-ber-\ned, b', 'remem', 're-\nmem'],
  ['a re-\nmem-ber-\ned, b', 'ber', 'ber'],
  ['之会\n议', '会议', '会\n议'],
  ['a-\nb 会议', '会议', '会议'],
])('in %j, the word %j is at %j', (text, term, place) => {
  const word = [...wordsOf(text)].find((word) => word.term === term)

  expect(text.slice(word?.start, word?.end)).toBe(place)
})

test('a word has its position in the text', () => {
  const text = 'a cre\u0300me!'

  const places = [...wordsOf(text)].map(({ start, end }) => text.slice(start, end))

  expect(places).toEqual(['a', 'cre\u0300me'])
})

test.each([
  ['x'.repeat(5000), 'x'.repeat(200)],
  ['É'.repeat(5000), 'e'.repeat(200)],
  [`x${'\u0301\u0323'.repeat(500_000)}`, 'x'],
  ['𐐀'.repeat(5000), '𐐨'.repeat(200)],
  [`${'a'.repeat(5000)}-\n`.repeat(100), 'a'.repeat(200)],
])('a very long word is cut to its beginning: %#', (long, beginning) => {
  expect(termsOf(long)[0]).toEqual(beginning)
})

test.each([
  ['hyphens at line ends', 'ab-\n'],
  ['hyphens of all sorts', 'a-b-\n'],
  ['hyphens without letters', '-\n'],
  ['characters', '会'],
  ['characters with marks', 'ก้'],
  ['marks', '\u0301'],
  ['characters and others', '会a'],
])('all of a megabyte of %s is split into words', (_, piece) => {
  const text = piece.repeat(1_000_000 / piece.length)

  let [count, end] = [0, 0]
  for (const word of wordsOf(text)) [count, end] = [count + 1, word.end]

  expect(count).toBeLessThanOrEqual(1_000_000)
  expect(end === 0 || end > text.length - 5).toBe(true)
})
