import { describe, expect, test } from 'vitest'
import {
  characterErrorRate,
  characterErrorRateInAnyOrder,
  normalize,
  wordErrorRate,
} from './score.ts'

describe('normalize', () => {
  test.each([
    ['ligatures are expanded', 'ﬁre', 'fire'],
    ['single quotes are straight', '‘it’s’', "'it's'"],
    ['double quotes are straight', '“so”', '"so"'],
    ['line breaks and runs of spaces become one space', ' a\r\n\n b\t c\u00a0d\f', 'a b c d'],
    ['combining accents are composed', 'cafe\u0301', 'caf\u00e9'],
    ['case and dashes stay', 'A\u2013b', 'A\u2013b'],
  ])('%s', (_, text, expected) => {
    expect(normalize(text)).toBe(expected)
  })
})

describe('characterErrorRate', () => {
  test.each([
    ['the same text', 'a kettle', 'a kettle', 0],
    ['another layout', 'a\n kettle\n', 'a kettle', 0],
    ['one letter wrong', 'a kettie', 'a kettle', 1 / 8],
    ['one letter missing', 'a kettl', 'a kettle', 1 / 8],
    ['one letter too many', 'a kettles', 'a kettle', 1 / 8],
    ['nothing read', '', 'a kettle', 1],
    ['more text than the truth', 'abcdef', 'ab', 2],
    ['nothing there, nothing read', ' ', '', 0],
    ['empty truth, three characters read', 'abc', '', 3],
  ])('%s', (_, read, truth, expected) => {
    expect(characterErrorRate(read, truth)).toBeCloseTo(expected, 10)
  })
})

describe('wordErrorRate', () => {
  test.each([
    ['the same text', 'put the kettle on', 'put the kettle on', 0],
    ['another layout', 'put the\n kettle  on\n', 'put the kettle on', 0],
    ['one letter wrong is one word', 'put the kettie on', 'put the kettle on', 1 / 4],
    ['one word missing', 'put kettle on', 'put the kettle on', 1 / 4],
    ['a word in two parts', 'put the ket tle on', 'put the kettle on', 2 / 4],
    ['two words in one', 'putthe kettle on', 'put the kettle on', 2 / 4],
    ['attached punctuation', 'put the kettle on.', 'put the kettle on', 1 / 4],
    ['nothing read', '', 'put the kettle on', 1],
    ['more words than the truth', 'a b c d', 'a', 3],
    ['nothing there, nothing read', ' ', '', 0],
    ['empty truth, two words read', 'a b', '', 2],
    ['words in another order', 'on the kettle put', 'put the kettle on', 2 / 4],
  ])('%s', (_, read, truth, expected) => {
    expect(wordErrorRate(read, truth)).toBeCloseTo(expected, 10)
  })
})

describe('characterErrorRateInAnyOrder', () => {
  test.each([
    ['another order', 'kettle on put the', 'put the kettle on', 0],
    ['one letter wrong', 'kettie on put the', 'put the kettle on', 1 / 17],
    ['a word repeated by mistake', 'the the kettle', 'the kettle', 4 / 10],
    ['a word missing', 'kettle', 'the kettle', 4 / 10],
    ['a word with no letter in common', 'xyz', 'abc', 8 / 3],
    ['nothing read', '', 'a kettle', 9 / 8],
    ['nothing there, nothing read', '', '', 0],
  ])('%s', (_, read, truth, expected) => {
    expect(characterErrorRateInAnyOrder(read, truth)).toBeCloseTo(expected, 10)
  })
})
