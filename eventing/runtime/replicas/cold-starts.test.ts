import { expect, test } from 'vitest'
import { createColdStarts } from './cold-starts.ts'

test('before the first start the report is empty', () => {
  expect(createColdStarts().report()).toEqual({ count: 0, lastMs: null, p50Ms: null })
})

test('the report has the last time and the median, in whole ms', () => {
  const coldStarts = createColdStarts()

  for (const ms of [900.4, 300, 500, 400, 350.6]) coldStarts.note(ms)

  expect(coldStarts.report()).toEqual({ count: 5, lastMs: 351, p50Ms: 400 })
})

test('the median covers the latest hundred', () => {
  const coldStarts = createColdStarts()

  for (let at = 0; at < 100; at += 1) coldStarts.note(5000)
  for (let at = 0; at < 100; at += 1) coldStarts.note(200)

  expect(coldStarts.report()).toEqual({ count: 200, lastMs: 200, p50Ms: 200 })
})
