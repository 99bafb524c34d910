import { expect, test } from 'vitest'
import { toReport } from './report.ts'

test('a report has a chart of each series, and the text', () => {
  const html = toReport({
    ...{ title: 'Run', text: 'a < b & c', fromMs: 500, toMs: 3400 },
    series: [
      {
        ...{ title: 'requests a second', values: [1, 1, 1], timesMs: [600, 1400, 2600] },
        figure: (values, seconds) => values.length / seconds,
      },
      { title: 'largest', values: [7, 9], timesMs: [600, 700], figure: (v) => Math.max(...v, 0) },
    ],
  })

  expect(html).toContain('<pre>a &lt; b &amp; c</pre>')
  expect(html).toContain('>requests a second</text>')
  // Two in the first second, none in the second, one in the third: 84 px are two.
  expect(html).toContain('M44 110H44V26H370V110H696V68V110Z')
  expect(html.match(/<path class="(?!grid)/g)).toHaveLength(2)
})

test('a long run has at most 600 steps', () => {
  const html = toReport({
    ...{ title: 'Run', text: '', fromMs: 0, toMs: 7_200_000 },
    series: [{ title: 'count', values: [1], timesMs: [0], figure: (values) => values.length }],
  })

  expect(html.match(/H\d+(\.\d)?V/g)).toHaveLength(600)
})
