import { expect, test } from 'vitest'
import { drawChart } from './chart.ts'

test('a chart has step lines for the load, the replicas and the waiting pages', () => {
  const svg = drawChart([
    { atMs: 0, arrivals: 0, awake: 0, waiting: 0 },
    { atMs: 10_000, arrivals: 4, awake: 2, waiting: 7 },
    { atMs: 20_000, arrivals: 0, awake: 1, waiting: 0 },
  ])

  expect(svg.match(/<path class="(?!grid)/g)).toHaveLength(3)
  expect(svg).toContain('<path class="awake" d="M44 228H44V228H370V144H696V186V228Z"/>')
  expect(svg).toContain('>20 s</text>')
})
