import { oldShareOfIdeal, oldSystem } from './old-system.ts'
import type { Result } from './result.ts'

const [width, height, left, right, top, bottom] = [720, 320, 56, 24, 60, 40]

/** Colours for light and dark colour schemes. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #57534e }
  .title { font-weight: 600; fill: #1c1917 }
  .grid { stroke: #d6d3d1 }
  polyline { fill: none; stroke-width: 2 }
  .together { stroke: #0f766e; fill: #0f766e }
  .apart { stroke: #2563eb; fill: #2563eb }
  .old { stroke: #c2410c; fill: #c2410c }
  text.together, text.apart, text.old { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #a8a29e }
    .title { fill: #f5f5f4 }
    .grid { stroke: #44403c }
    .together { stroke: #2dd4bf; fill: #2dd4bf }
    .apart { stroke: #60a5fa; fill: #60a5fa }
    .old { stroke: #fb923c; fill: #fb923c }
  }`

/** SVG of the share of the ideal over the number of replicas, with the old system's. */
export function drawResults(together: Result[], apart: Result[]): string {
  const measured = [...together, ...apart].map(({ replicas }) => replicas)
  const counts = [...new Set([...measured, ...oldSystem.keys()])].sort((a, b) => a - b)
  const step = (width - left - right) / Math.max(counts.length - 1, 1)
  const x = (count: number) => round(left + counts.indexOf(count) * step)
  const y = (share: number) => round(height - bottom - share * (height - top - bottom))
  const ofOurs = (results: Result[]): [number, number][] =>
    results.map(({ replicas, shareOfIdeal }) => [replicas, shareOfIdeal])
  const ofOld = [...oldSystem.keys()].map((count): [number, number] => [
    count,
    oldShareOfIdeal(count) ?? 0,
  ])
  const lines = [
    { name: 'together', title: 'all images together', points: ofOurs(together) },
    { name: 'apart', title: 'one image every 200 ms', points: ofOurs(apart) },
    { name: 'old', title: 'the old system, against its own two', points: ofOld },
  ]
  const drawn = lines.flatMap(({ name, title, points }, index) => [
    `<text class="${name}" x="${left + index * 200}" y="44">${title}</text>`,
    `<polyline class="${name}" style="fill:none" points="${points.map(([n, share]) => `${x(n)},${y(share)}`).join(' ')}"/>`,
    ...points.map(([n, share]) => `<circle class="${name}" cx="${x(n)}" cy="${y(share)}" r="3"/>`),
  ])
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<path class="grid" d="M${left} ${y(share)}H${width - right}"/>`,
    `<text x="${left - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100}%</text>`,
  ])
  const axis = counts.map(
    (n) => `<text x="${x(n)}" y="${height - bottom + 18}" text-anchor="middle">${n}</text>`,
  )
  const label = 'Share of the ideal speed over the number of replicas'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<style>${style}
</style>
<text class="title" x="${left}" y="22">${label}</text>
${[...grid, ...axis, ...drawn].join('\n')}
</svg>
`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
