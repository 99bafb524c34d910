import { describe, expect, test } from 'vitest'
import { gapsOf, joinWords } from './gaps.ts'

const line = (top: number) => (text: string, at: number) => ({
  ...{ text, confidence: 90 },
  box: [at * 50, top, at * 50 + 40, top + 20] as [number, number, number, number],
})
const words = (...texts: string[]) => texts.map(line(0))

describe('gaps', () => {
  test.each([
    ['one two\n', ['one', 'two'], ['', ' ', '\n']],
    ['one one\n\none', ['one', 'one', 'one'], ['', ' ', '\n\n', '']],
    ['请大家', ['请', '大家'], ['', '', '']],
    ['Invoice No. 7', ['Invoice'], ['', ' No. 7']],
    ['nothing', [], ['nothing']],
  ])('of %j are what lies between its words', (text, texts, gaps) => {
    expect(gapsOf(text, words(...texts))).toEqual(gaps)
  })

  test('of a text with other words are those of the boxes', () => {
    const placed = [...['a', 'b'].map(line(0)), ...['c'].map(line(30))]

    expect(gapsOf('other', placed)).toEqual(['', ' ', '\n', ''])
  })
})

describe('the text of words', () => {
  const text = ' one two\nthree\n\nfour five\n'
  const all = ['one', 'two', 'three', 'four', 'five']
  const gaps = gapsOf(text, words(...all))
  const without = (...places: number[]) =>
    joinWords(
      all.map((word, place) => ({ text: places.includes(place) ? '' : word })),
      gaps,
    )

  test.each([
    [[], text],
    [[0], ' two\nthree\n\nfour five\n'],
    [[1], ' one\nthree\n\nfour five\n'],
    [[2], ' one two\n\nfour five\n'],
    [[3], ' one two\nthree\n\nfive\n'],
    [[4], ' one two\nthree\n\nfour\n'],
    [[2, 3], ' one two\n\nfive\n'],
    [[0, 1, 2], ' four five\n'],
    [[3, 4], ' one two\nthree\n'],
    [[0, 1, 2, 3, 4], ' '],
  ])('without words %j keeps the greater breaks', (places, left) => {
    expect(without(...places)).toBe(left)
  })

  test('without a word keeps what only the text has', () => {
    const gaps = gapsOf('No. 7 of\n12 x', words('7', '12'))

    expect(joinWords([{ text: '' }, { text: '12' }], gaps)).toBe('No. of\n12 x')
    expect(joinWords([{ text: '7' }, { text: '' }], gaps)).toBe('No. 7 of x')
  })

  test.each([
    ['without text between them', 'a', ' '],
    ['with text between them', 'a', ' x '],
    ['with breaks between them', 'a', '\n\n'],
  ])('between which 20,000 words were taken away, %s, is what their gaps leave', (_, word, gap) => {
    const count = 20_000
    const empty = Array.from({ length: count }, () => ({ text: '' }))
    const gaps = ['', ...Array.from({ length: count + 1 }, () => gap), '']
    const words = [{ text: word }, ...empty, { text: word }]
    const left = gap.trim() === '' ? gap : ` ${'x '.repeat(count + 1)}`

    expect(joinWords(words, gaps)).toBe(word + left + word)
  })

  test('of no words is what the text has', () => {
    expect(joinWords([], gapsOf('text', []))).toBe('text')
  })
})
