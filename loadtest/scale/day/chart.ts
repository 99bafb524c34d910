import type { Moment } from './timeline.ts'

const width = 720
const left = 44
const right = 24
const stripHeight = 84
const gap = 34
const top = 26

const strips = [
  { of: 'arrivals', title: 'pages uploaded per second', className: 'arrivals' },
  { of: 'awake', title: 'replicas awake', className: 'awake' },
  { of: 'waiting', title: 'pages waiting', className: 'waiting' },
] as const

/** Colours for light and dark colour schemes. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #57534e }
  .title { font-weight: 600; fill: #1c1917 }
  .grid { stroke: #d6d3d1; stroke-width: 1 }
  path { stroke-width: 1.5; stroke-linejoin: round; fill-opacity: .22 }
  .arrivals { stroke: #78716c; fill: #78716c }
  .awake { stroke: #0f766e; fill: #0f766e }
  .waiting { stroke: #c2410c; fill: #c2410c }
  @media (prefers-color-scheme: dark) {
    text { fill: #a8a29e }
    .title { fill: #f5f5f4 }
    .grid { stroke: #44403c }
    .arrivals { stroke: #a8a29e; fill: #a8a29e }
    .awake { stroke: #2dd4bf; fill: #2dd4bf }
    .waiting { stroke: #fb923c; fill: #fb923c }
  }`

/** SVG of the day: load, replicas and waiting pages below each other, over the same time axis. */
export function drawChart(timeline: Moment[]): string {
  const lastMs = timeline.at(-1)?.atMs ?? 1
  const x = (atMs: number) => round(left + (atMs / lastMs) * (width - left - right))
  const height = top + strips.length * (stripHeight + gap)
  const drawn = strips.map(({ of, title, className }, index) => {
    const y0 = top + index * (stripHeight + gap) + stripHeight
    const most = Math.max(...timeline.map((moment) => moment[of]), 1)
    const y = (value: number) => round(y0 - (value / most) * stripHeight)
    const steps = timeline.map((moment) => `H${x(moment.atMs)}V${y(moment[of])}`).join('')
    return [
      `<text class="title" x="${left}" y="${y0 - stripHeight - 8}">${title}</text>`,
      `<text x="${left - 8}" y="${y(most) + 5}" text-anchor="end">${round(most)}</text>`,
      `<text x="${left - 8}" y="${y0}" text-anchor="end">0</text>`,
      `<path class="grid" d="M${left} ${y0}H${width - right}"/>`,
      `<path class="${className}" d="M${left} ${y0}${steps}V${y0}Z"/>`,
    ].join('\n')
  })
  const seconds = Array.from({ length: Math.floor(lastMs / 10_000) + 1 }, (_, index) => index * 10)
  const axis = seconds.map(
    (s) => `<text x="${x(s * 1000)}" y="${height - gap + 16}" text-anchor="middle">${s} s</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Load, replicas awake and pages waiting over a day in a minute">
<style>${style}
</style>
${[...drawn, ...axis].join('\n')}
</svg>
`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
