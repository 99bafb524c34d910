import { expect, test } from 'vitest'
import { turnedSize, turnedWords } from './turn.ts'

test.each([
  [0, [200, 100], [10, 20, 40, 30]],
  [90, [100, 200], [70, 10, 80, 40]],
  [180, [200, 100], [160, 70, 190, 80]],
  [270, [100, 200], [20, 160, 30, 190]],
] as const)('a picture turned by %i degrees has its words on their print', (degrees, size, box) => {
  const picture = { width: 200, height: 100 }

  const { width, height } = turnedSize(picture, degrees)
  const [word] = turnedWords(
    [{ text: 'word', confidence: 90, box: [10, 20, 40, 30] }],
    degrees,
    picture,
  )

  expect([width, height]).toEqual(size)
  expect(word?.box).toEqual(box)
})
