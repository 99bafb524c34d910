import { expect, test } from 'vitest'
import { oldShareOfIdeal } from './old-system.ts'
import { drawResults } from './picture.ts'
import { toResultTable, toSaving } from './print-results.ts'
import { toResult } from './result.ts'

const pagesMs = [4000, 2000, 2000]
const roundOf = (replicas: number, tookMs: number, everyMs = 0, savedMs = [0, 0, 0]) =>
  toResult({ replicas, everyMs, tookMs, savedMs, workMs: [3000, 5000] }, pagesMs)

test('a round is compared with the shortest schedule and with handing out in turn', () => {
  expect(roundOf(2, 5000)).toMatchObject({
    secondsAnImage: 5 / 3,
    shareOfIdeal: 0.8,
    shareOfInTurn: 0.8,
    longestOverMean: 1.25,
  })
})

test('images that arrive later cannot be read before', () => {
  expect(roundOf(2, 10_000, 4000)).toMatchObject({ shareOfIdeal: 1, shareOfInTurn: 1 })
})

test('images that were saved later could not be handed out before, in another order', () => {
  const { shareOfInTurn, shareOfInTurnAsSaved } = roundOf(2, 10_000, 0, [3000, 0, 1000])

  // In turn from the start: 4 s. As saved: 2 s and 2 s from 1 s on, then 4 s from 3 s on.
  expect([shareOfInTurn, shareOfInTurnAsSaved]).toEqual([0.4, 0.7])
})

test('work that is unknown has no evenness', () => {
  const result = toResult({ ...roundOf(1, 8000), workMs: null }, pagesMs)

  expect(result.longestOverMean).toBeNull()
})

test('the old system had 77.9% of the ideal with five executors', () => {
  expect(oldShareOfIdeal(2)).toBe(1)
  expect(oldShareOfIdeal(5)).toBeCloseTo(0.7793, 4)
  expect(oldShareOfIdeal(6)).toBeNull()
})

test('the table has the gain over the fewest replicas, beside the old system', () => {
  const [, first, second] = toResultTable([roundOf(2, 5000), roundOf(5, 4000)]).split('\n')

  expect(first?.trim().split(/ {2,}/)).toEqual([
    ...[
      '2',
      '1.667',
      '0.0%',
      '0.0%',
      '80.0%',
      '80.0%',
      '80.0%',
      '3.0 to 5.0',
      '1.250',
      '6.78',
      '100.0%',
    ],
  ])
  expect(second).toMatch(/ 25\.0% +150\.0% +100\.0% /)
})

test("the time saved is counted as in the old system's report", () => {
  expect(toSaving([roundOf(2, 5000), roundOf(5, 2000)])).toBe(
    'Time saved by five replicas against two: 60.0% of 60.0%; by the old system 48.7%',
  )
  expect(toSaving([roundOf(2, 5000)])).toBeNull()
})

test("the picture has a line for each kind of arrival, and the old system's", () => {
  const svg = drawResults([roundOf(2, 5000), roundOf(5, 4000)], [roundOf(2, 9000, 200)])

  expect(svg.match(/<polyline/g)).toHaveLength(3)
  expect(svg.match(/<circle class="together"/g)).toHaveLength(2)
  // Numbers of replicas from 2 to 5, of both systems.
  expect(svg).toContain('<circle class="together" cx="56" cy="104" r="3"/>')
  expect(svg).toContain('<circle class="old" cx="696" cy="108.6" r="3"/>')
})
