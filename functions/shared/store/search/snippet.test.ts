import { expect, test } from 'vitest'
import { phrasesOf } from '../../search/phrases.ts'
import { toSnippet } from './snippet.ts'

/** Snippet as one text, with hits in brackets. */
function shown(text: string, query: string): string {
  return toSnippet(text, phrasesOf(query))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')
}

test.each([
  ['The quick brown fox', 'quick fo', 'The [quick] brown [fox]'],
  ['Invoice INV-2024-001, 2024', 'inv-2024-0', 'Invoice [INV-2024-001], 2024'],
  ['Crème, cre\u0300me', 'creme', '[Crème], [cre\u0300me]'],
  ['a b a b', 'a-b-a b-a-b', '[a b a b]'],
  ['  word  ', 'word', '  [word]  '],
  ['请参加下次会议。会议室', '会议', '请参加下次[会议]。[会议]室'],
  ['请参加下次会议', '会', '请参加下次[会]议'],
  ['请参加下次会\n议室', '下次会议 室', '请参加[下次会\n议室]'],
  ['Windows 会议 2024', 'windows会议', '[Windows 会议] 2024'],
  ['ประชุมวันนี้', 'วันนี้', 'ประชุม[วันนี้]'],
  ['asked to remem-\nber it', 'remember', 'asked to [remem-\nber] it'],
  ['asked to remem-\nber it', 'remember ber it', 'asked to [remem-\nber] [it]'],
  ['a well-\nknown well', 'well', 'a [well-\nknown] [well]'],
  ['a well-\nknown well', 'well-known', 'a [well-\nknown] well'],
  ['self-govern-\nment now', 'government self', '[self]-[govern-\nment] now'],
  ['\u0002fake\u0003 <b>', 'b', '\u0002fake\u0003 <[b]>'],
])('%j, searched for %j, is shown as %j', (text, query, expected) => {
  expect(shown(text, query)).toBe(expected)
})

test('adjacent hits are separate', () => {
  expect(toSnippet('apple apple', phrasesOf('apple'))).toEqual([
    { text: 'apple', hit: true },
    { text: ' ', hit: false },
    { text: 'apple', hit: true },
  ])
})

test('the snippet of a long text is the part with the most words', () => {
  const filler = 'and so on '.repeat(50)

  const snippet = shown(`one ${filler} one two three ${filler} two`, 'one two three')

  expect(snippet).toMatch(/^…and so on .* \[one\] \[two\] \[three\] and .*…$/)
  expect(snippet.length).toBeLessThan(400)
})

test.each(['first', 'last'])('the %s word of a long text is shown with its context', (word) => {
  const snippet = shown(`first ${'word '.repeat(100)}last`, word)

  expect(snippet.startsWith('…')).toBe(word === 'last')
  expect(snippet.endsWith('…')).toBe(word === 'first')
  expect(snippet.match(/word/g)).toHaveLength(47)
})

test.each([
  ['many words, each a hit of each phrase', 'a '.repeat(500_000), 'a-a-a-a-a a'],
  ['hits that are never in one part', `${'a b '.repeat(250_000)} c`, 'a b c'],
  ['one word', 'x'.repeat(1_000_000), 'x'],
  ['one letter and its accents', `x${'\u0301\u0323'.repeat(500_000)}`, 'x'],
  ['only marks', '\u0301'.repeat(1_000_000), 'x'],
  ['spaces', ' '.repeat(1_000_000), 'x'],
])('only the beginning of a text of a megabyte is searched: %s', (_, text, query) => {
  const snippet = toSnippet(text, phrasesOf(query))

  expect(snippet.at(-1)?.text).toMatch(/…$/)
  expect(snippet.map((part) => part.text).join('').length).toBeLessThanOrEqual(100_001)
})

test('hits after the first 100,000 characters are not shown', () => {
  const text = `first ${'word '.repeat(20_000)}needle`

  expect(toSnippet(text, phrasesOf('needle'))).toEqual([
    { text: expect.stringMatching(/^first word .* word…$/), hit: false },
  ])
})
