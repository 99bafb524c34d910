import { expect, test } from 'vitest'
import { draw } from './draw.ts'

test('draws are uniform, with replacement', () => {
  const counts = Object.groupBy(draw(10_000, 10, 1), String)

  expect(Object.keys(counts)).toHaveLength(10)
  for (const drawn of Object.values(counts)) {
    expect(drawn?.length).toBeGreaterThan(900)
    expect(drawn?.length).toBeLessThan(1100)
  }
})
