import { expect, test } from 'vitest'
import { drawChart } from './chart.ts'

const strips = [
  { of: 'arrivals', title: 'pages uploaded' },
  { of: 'awake', title: 'replicas' },
] as const

test('a chart has a step line for each value, and labelled times', () => {
  const timeline = [
    { atMs: 0, arrivals: 0, awake: 0 },
    { atMs: 10_000, arrivals: 4, awake: 2 },
    { atMs: 20_000, arrivals: 0, awake: 1 },
  ]

  const svg = drawChart(timeline, { strips, label: 'A day' })

  expect(svg.match(/<path class="(?!grid)/g)).toHaveLength(2)
  expect(svg).toContain('<path class="second" d="M44 228H44V228H370V144H696V186V228Z"/>')
  expect(svg).toContain('>20 s</text>')
})
