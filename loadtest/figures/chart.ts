const width = 720
const left = 44
const right = 24
const stripHeight = 84
const gap = 34
const top = 26

export interface Chart<Of extends string> {
  /** Values drawn over time, from top to bottom. */
  strips: readonly { of: Of; title: string }[]
  /** Description for screen readers. */
  label: string
}

/** State at one moment. */
type Moment<Of extends string> = { atMs: number } & Record<Of, number>

const colours = ['first', 'second', 'third'] as const

/** Colours for light and dark colour schemes. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #57534e }
  .title { font-weight: 600; fill: #1c1917 }
  .grid { stroke: #d6d3d1; stroke-width: 1 }
  path { stroke-width: 1.5; stroke-linejoin: round; fill-opacity: .22 }
  .first { stroke: #78716c; fill: #78716c }
  .second { stroke: #0f766e; fill: #0f766e }
  .third { stroke: #c2410c; fill: #c2410c }
  @media (prefers-color-scheme: dark) {
    text { fill: #a8a29e }
    .title { fill: #f5f5f4 }
    .grid { stroke: #44403c }
    .first { stroke: #a8a29e; fill: #a8a29e }
    .second { stroke: #2dd4bf; fill: #2dd4bf }
    .third { stroke: #fb923c; fill: #fb923c }
  }`

/** SVG of values over time, below each other over the same time axis. */
export function drawChart<Of extends string>(
  timeline: Moment<Of>[],
  { strips, label }: Chart<Of>,
): string {
  const lastMs = timeline.at(-1)?.atMs ?? 1
  const x = (atMs: number) => round(left + (atMs / lastMs) * (width - left - right))
  const height = top + strips.length * (stripHeight + gap)
  const drawn = strips.map(({ of, title }, index) => {
    const className = colours[index % colours.length]
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
  const stepSeconds = lastMs > 120_000 ? 60 : 10
  const seconds = Array.from(
    { length: Math.floor(lastMs / 1000 / stepSeconds) + 1 },
    (_, index) => index * stepSeconds,
  )
  const axis = seconds.map(
    (s) => `<text x="${x(s * 1000)}" y="${height - gap + 16}" text-anchor="middle">${s} s</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<style>${style}
</style>
${[...drawn, ...axis].join('\n')}
</svg>
`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
