import { expect, test } from 'vitest'
import { ratesOf } from './rates.ts'

const topicOf = (name: string, service: string) => ({
  ...{ name, records: 0, groups: [{ name: service, service, lag: 0 }] },
})
const topics = [topicOf('images', 'ocr'), topicOf('texts', 'results'), topicOf('dead', 'results')]
const rateOf = (name: string, ...rate: (number | null)[]) => ({ name, rate, groups: [] })
const historyOf = (...rates: ReturnType<typeof rateOf>[]) => ({
  ...{ now: 2, times: [1], services: [], topics: rates },
})

test('pages come in by the topics of ocr, and end by those of results', () => {
  const history = historyOf(rateOf('images', 9, 4), rateOf('texts', 1, 2), rateOf('dead', 0, 0.5))

  expect(ratesOf(history, topics)).toEqual({ in: 4, out: 2.5 })
})

test.each([
  ['without a history', null],
  ['while the log does not answer', historyOf(rateOf('images', 1, null))],
])('rates are unknown %s', (_, history) => {
  expect(ratesOf(history, topics)).toEqual({ in: null, out: null })
})
