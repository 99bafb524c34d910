import { expect, test } from 'vitest'
import { toTokens } from './corrections/tokens.ts'
import { nearestWord, offsetAt, placeWords } from './place-words.ts'

type Box = [number, number, number, number]

function placed(text: string, boxes: Box[]) {
  const texts = text.match(/\S+/g) ?? []
  const words = boxes.map((box, index) => ({ text: texts[index] ?? '', confidence: 90, box }))
  return placeWords(toTokens(text, words), words)
}

test('the words of a line are as high as the line', () => {
  const words = placed('of The', [
    [0, 15, 20, 30],
    [30, 10, 60, 30],
  ])

  expect(words.map(({ top, size }) => [top, size])).toEqual([
    [10, 20],
    [10, 20],
  ])
})

test('the words of a skewed line have their own height', () => {
  const words = placed('a skewed line', [
    [0, 0, 20, 20],
    [30, 20, 60, 40],
    [70, 40, 90, 60],
  ])

  expect(words.map(({ top, size }) => [top, size])).toEqual([
    [0, 20],
    [20, 20],
    [40, 20],
  ])
})

test.each([
  ['down', 10, 100],
  ['up', 100, 10],
] as const)('a line can run %s', (direction, first, second) => {
  const [one, two] = placed('up down', [
    [0, first, 15, first + 60],
    [0, second, 15, second + 60],
  ])

  expect([one?.direction, one?.length, one?.size]).toEqual([direction, 60, 15])
  expect(two?.direction).toBe(direction)
})

test('the nearest word is found, with the place between its letters', () => {
  const words = placed('left right\nbelow', [
    [0, 0, 40, 20],
    [60, 0, 110, 20],
    [0, 30, 50, 50],
  ])

  expect(nearestWord(words, 500, 12)?.text).toBe('right')
  expect(nearestWord(words, 20, 500)?.text).toBe('below')
  expect(nearestWord([], 0, 0)).toBeNull()
  const [left] = words
  if (!left) throw new Error('Expected a word')
  expect([0, 11, 500].map((x) => offsetAt(left, x, 0))).toEqual([0, 1, 4])
})
