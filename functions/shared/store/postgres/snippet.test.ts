import { expect, test } from 'vitest'
import { toSnippet } from './snippet.ts'
import { phrasesOf } from './words.ts'

/** As one text, hits between brackets. */
function shown(text: string, query: string): string {
  return toSnippet(text, phrasesOf(query))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')
}

test.each([
  ['The quick brown fox', 'quick fo', 'The [quick] brown [fox]'],
  ['Invoice INV-2024-001, 2024', 'inv-2024-0', 'Invoice [INV-2024-001], 2024'],
  ['Crème, cre\u0300me', 'creme', '[Crème], [cre\u0300me]'],
  ['a b a b', 'a-b-a a-b', '[a b a b]'],
  ['  word  ', 'word', '  [word]  '],
  ['\u0002fake\u0003 <b>', 'b', '\u0002fake\u0003 <[b]>'],
])('%j, searched for %j, is shown as %j', (text, query, expected) => {
  expect(shown(text, query)).toBe(expected)
})

test('neighbouring hits are hits of their own', () => {
  expect(toSnippet('apple apple', phrasesOf('apple'))).toEqual([
    { text: 'apple', hit: true },
    { text: ' ', hit: false },
    { text: 'apple', hit: true },
  ])
})

test('of a long text the part is shown in which most of the words are', () => {
  const filler = 'and so on '.repeat(50)

  const snippet = shown(`one ${filler} one two three ${filler} two`, 'one two three')

  expect(snippet).toMatch(/^…and so on .* \[one\] \[two\] \[three\] and .*…$/)
  expect(snippet.length).toBeLessThan(400)
})

test.each(['first', 'last'])(
  'the %s word of a long text is shown with what is beside it',
  (word) => {
    const snippet = shown(`first ${'word '.repeat(100)}last`, word)

    expect(snippet.startsWith('…')).toBe(word === 'last')
    expect(snippet.endsWith('…')).toBe(word === 'first')
    expect(snippet.match(/word/g)).toHaveLength(47)
  },
)
