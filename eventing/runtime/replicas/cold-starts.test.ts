import { expect, test } from 'vitest'
import { createColdStarts } from './cold-starts.ts'

const start = (totalMs: number, listenMs: number | null = null) => ({ totalMs, listenMs })

test('before the first start the report is empty', () => {
  expect(createColdStarts().report()).toEqual({
    ...{ count: 0, lastMs: null, p50Ms: null, lastListenMs: null, p50ListenMs: null },
  })
})

test('the report has the last time and the median, in whole ms', () => {
  const coldStarts = createColdStarts()

  for (const ms of [900.4, 300, 500, 400, 350.6]) coldStarts.note(start(ms, ms / 2))

  expect(coldStarts.report()).toEqual({
    ...{ count: 5, lastMs: 351, p50Ms: 400, lastListenMs: 175, p50ListenMs: 200 },
  })
})

test('the median covers the latest hundred', () => {
  const coldStarts = createColdStarts()

  for (let at = 0; at < 100; at += 1) coldStarts.note(start(5000))
  for (let at = 0; at < 100; at += 1) coldStarts.note(start(200))

  expect(coldStarts.report()).toMatchObject({ count: 200, lastMs: 200, p50Ms: 200 })
})

test('a start that did not report when it listened counts in the total only', () => {
  const coldStarts = createColdStarts()

  for (const each of [start(300, 250), start(400)]) coldStarts.note(each)

  expect(coldStarts.report()).toMatchObject({ lastMs: 400, lastListenMs: null, p50ListenMs: 250 })
})
