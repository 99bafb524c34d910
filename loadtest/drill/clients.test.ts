import { expect, test } from 'vitest'
import { dueAfterMs } from './clients.ts'

const shares = Array.from({ length: 1000 }, (_, index) => index / 1000)

test('uploads of a long drill come in five bursts, with four silences between them', () => {
  const due = shares.map((share) => dueAfterMs(share, 300_000))

  const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0))
  expect(gaps.filter((gap) => gap > 12_000)).toHaveLength(4)
  expect(Math.min(...gaps)).toBeGreaterThan(0)
  expect(due.at(-1)).toBeLessThan(300_000)
})

test('those of a short one are spread evenly', () => {
  expect(shares.map((share) => dueAfterMs(share, 1000))).toEqual(
    shares.map((share) => share * 1000),
  )
})
