import { expect, test } from 'vitest'
import { toOutcome, toWords } from './outcome.ts'

/** Attack from 10 s to 20 s. */
const times = { fromMs: 10_000, toMs: 20_000 }
const page = (accepted: number, ended: number | null) => ({
  acceptedMs: accepted * 1000,
  endedMs: ended === null ? null : ended * 1000,
})
const look = (at: number, isAnswered: boolean, took = 0.1) => ({
  ...{ atMs: at * 1000, tookMs: took * 1000, isAnswered },
})
const calm = [look(5, true), look(12, true), look(19, true, 2), look(25, true)]

test('pages that go on through the attack leave no trace', () => {
  const pages = [8, 10, 12, 14, 16, 18, 20, 22].map((at) => page(at, at + 1))

  const outcome = toOutcome({ pages, looks: calm, repeated: 0 }, times)

  expect(outcome).toEqual({ stallMs: 1000, backMs: 0, awayMs: 0, slowestMs: 2000, repeated: 0 })
  expect(toWords(outcome)).toBe(
    'the page answered all the time, within 2.0 s; uploads went through; ' +
      'texts paused for 1.0 s at most; all went on',
  )
})

test('pages that wait until after the attack are a stall, and the first text ends it', () => {
  const pages = [page(9, 11), page(12, 27), page(13, 28), page(22, 29)]

  const outcome = toOutcome({ pages, looks: calm, repeated: 2 }, times)

  expect(outcome).toMatchObject({ stallMs: 15_000, backMs: 7000 })
  expect(toWords(outcome)).toContain('2 uploads were repeated')
  expect(toWords(outcome)).toContain('all was back 7.0 s after the end')
})

test('a page that does not answer is away from its last request to its next answer', () => {
  const looks = [look(9, true), look(16, false, 5), look(21, false, 5), look(24, true)]

  const outcome = toOutcome({ pages: [], looks, repeated: 0 }, times)

  expect(outcome).toMatchObject({ awayMs: 13_000, backMs: 4000 })
  expect(toWords(outcome)).toContain('the page did not answer for 13.0 s')
})

test('a page that never answers again is not back', () => {
  const looks = [look(9, true), look(16, false, 5), look(25, false, 5)]

  const { backMs } = toOutcome({ pages: [], looks, repeated: 0 }, times)

  expect(backMs).toBe(Number.POSITIVE_INFINITY)
})
