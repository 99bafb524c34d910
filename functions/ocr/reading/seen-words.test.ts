import { expect, test } from 'vitest'
import type { PageWord } from '../../shared/pdf/protocol.ts'
import { isSeen } from './seen-words.ts'

const [width, height] = [400, 300]
/** White, with black columns, two of every four, from 100 px on. */
const striped = Uint8Array.from({ length: width * height }, (_, at) => {
  const x = at % width
  return x >= 100 && x % 4 < 2 ? 0 : 255
})

test.each<[string, Partial<PageWord> & Pick<PageWord, 'box'>, boolean]>([
  ['on print', { box: [120, 20, 180, 40] }, true],
  ['on nothing', { box: [20, 20, 80, 40] }, false],
  ['on nothing, in a font that is not there', { box: [20, 20, 80, 40], isUnshown: true }, true],
  ['as large as the page', { box: [0, 0, width, height] }, true],
  ['without width', { box: [150, 0, 150, 300] }, false],
  ['without height', { box: [120, 20, 180, 20] }, false],
  ['outside of the page', { box: [500, 400, 600, 500] }, false],
  ['of one stroke', { text: 'l', box: [104, 20, 106, 40] }, true],
  ['of one stroke on nothing', { text: 'l', box: [54, 20, 56, 40] }, false],
])('a word %s: %#', (_, word, expected) => {
  expect(isSeen({ grey: striped, width, height }, { text: 'word', ...word }, 1)).toBe(expected)
})

test('its box belongs to a page of another scale', () => {
  const page = { grey: striped, width, height }

  expect(isSeen(page, { text: 'word', box: [60, 10, 90, 20] }, 0.5)).toBe(true)
  expect(isSeen(page, { text: 'word', box: [120, 40, 160, 80] }, 2)).toBe(false)
})
