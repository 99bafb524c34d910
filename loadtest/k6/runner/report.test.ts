import { beforeEach, expect, test } from 'vitest'
import { builtin, type Metric, Trend } from './metrics.ts'
import { toReport } from './report.ts'

const trend = new Trend('page_ms')
beforeEach(() => {
  for (const { values, timesMs } of [builtin.requests, builtin.vus, trend]) {
    values.length = 0
    timesMs.length = 0
  }
})

/** Adds values with their times. */
function addAt({ values, timesMs }: Metric, added: [atMs: number, value: number][]) {
  for (const [atMs, value] of added) {
    timesMs.push(atMs)
    values.push(value)
  }
}

test('a report has a chart of requests, of VUs and of each metric of times, and the text', () => {
  addAt(builtin.requests, [
    [100, 1],
    [900, 1],
    [2100, 1],
  ])
  addAt(builtin.vus, [
    [100, 7],
    [200, 9],
  ])
  addAt(trend, [[1500, 4000]])

  const html = toReport('Run', 'a < b & c', 2900)

  expect(html).toContain('<pre>a &lt; b &amp; c</pre>')
  // Two requests in the first second, none in the second, one in the third: 84 px are two.
  expect(html).toContain('>requests a second</text>')
  expect(html).toContain('M44 110H44V26H370V110H696V68V110Z')
  expect(html).toContain('>9</text>')
  expect(html).toContain('>page_ms, p(95) in s</text>')
  expect(html).toContain('>4</text>')
  expect(html.match(/<path class="(?!grid)/g)).toHaveLength(3)
})

test('a long run has at most 600 steps', () => {
  const html = toReport('Run', '', 7_200_000)

  expect(html.match(/H\d+(\.\d)?V/g)).toHaveLength(1200)
})
