import { expect, test } from 'vitest'
import { bestText, markHits } from './hits.ts'

/** Hits between brackets. */
const marked = (text: string, query: string) =>
  markHits(text, query)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('')

test.each([
  ['a word', 'The harbour office', 'harbour', 'The [harbour] office'],
  ['several words in any order', 'Big dams, small boats', 'small big', '[Big] dams, [small] boats'],
  [
    'the beginning of the last word',
    'small dams at the dam',
    'small dam',
    '[small] [dams] at the [dam]',
  ],
  [
    'only the last word’s beginning',
    'smallest dam, small dam',
    'small dam',
    'smallest [dam], [small] [dam]',
  ],
  ['either case', 'HARBOUR Harbour', 'hArBour', '[HARBOUR] [Harbour]'],
  ['accents, in the text or in the search', 'Café cafe', 'café', '[Café] [cafe]'],
  ['combining accents', 'Cafe\u0301 open', 'cafe', '[Cafe\u0301] open'],
  ['other scripts by their exact accents', 'чай чаи', 'чай', '[чай] чаи'],
  ['a letter with two small forms', 'λόγος', 'ΛΌΓΟΣ', '[λόγος]'],
  [
    'joined words as a phrase',
    'inv-2024 inv 7 inv 2024',
    'inv-2024',
    '[inv-2024] inv 7 [inv 2024]',
  ],
  ['overlapping hits as one', 'a b c', 'a-b b-c', '[a b c]'],
  ['a repeated word as a whole one', 'the then', 'the the', '[the] then'],
  ['a repeated word in either case', 'cat cats', 'cat CAT', '[cat] cats'],
  ['no single word of a phrase', '2024 inv-2024', 'inv-2024 2024', '2024 [inv-2024]'],
  ['the first 16 words', 'a p q', 'a b c d e f g h i j k l m n o p q', '[a] [p] q'],
  ['a number with its neighbours', '€ 1.200,50!', '1.200', '€ [1.200],50!'],
  ['nothing for a query without a word', 'A “quoted” line', '“ – !', 'A “quoted” line'],
  ['nothing without a search', 'Some text', '', 'Some text'],
  ['no part inside of a word', 'Some text', 'ext', 'Some text'],
  ['characters beyond the first plane', '𝒜 rose', 'rose', '𝒜 [rose]'],
])('it marks %s', (_, text, query, expected) => {
  expect(marked(text, query)).toBe(expected)
})

test('text that only looks like markup stays text', () => {
  expect(markHits('<b>', 'b')).toEqual([
    { text: '<', hit: false },
    { text: 'b', hit: true },
    { text: '>', hit: false },
  ])
})

test('an empty text has no parts', () => {
  expect(markHits('', 'a')).toEqual([])
})

test.each([
  [
    'with all words, though earlier ones have some',
    ['the fees', null, 'harbour', 'the harbour fees'],
    3,
  ],
  ['with most of them', ['fees', 'a harbour', 'the harbour'], 2],
  ['the first of several', [null, 'harbour', 'harbour'], 1],
  ['the first one, if none has any', ['boats', 'dams'], 0],
])('the best text for a query is the one %s', (_, texts, index) => {
  expect(bestText(texts, 'the harbour fees')).toBe(index)
})
