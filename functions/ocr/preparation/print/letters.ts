import type { Component } from './components.ts'

/** Height of a letter: smaller components are specks, larger ones headings, pictures and frames. */
const [minHeightPx, maxHeightPx] = [4, 70]
/** Width of one letter or several touching ones, in heights; height of a letter, in widths. */
const maxWidthInHeights = 12
const maxHeightInWidths = 10
/** Share of its box that a letter fills, unless it is an upright stroke; dots and rules fill more. */
const maxFillShare = 0.9
/** Gap between neighbours, in heights: wider than between words, narrower than between columns. */
const maxGapInHeights = 1.2
/** Overlap of neighbours, as a share of the narrower one's width. */
const maxOverlapShare = 0.5
/** Ratio of the heights of neighbours: a capital beside the shortest letters. */
const maxHeightRatio = 2
/** Vertical distance between the bottoms, or the tops, of neighbours, in heights. */
const maxOffsetInHeights = 0.2

/**
 * Components that look like letters, grouped into lines of two or more: neighbours with a common
 * bottom or top.
 */
export function linesAmong(components: Component[]): Component[][] {
  const candidates = components.filter(mayBeLetter).sort((a, b) => a.left - b.left)
  const lines = new Map<Component, Component[]>()
  /** For each row of pixels, the last component whose bottom, and whose top, lies in it. */
  const latest: { byBottom: Component[]; byTop: Component[] } = { byBottom: [], byTop: [] }
  for (const component of candidates) {
    const slack = Math.max(Math.round(maxOffsetInHeights * heightOf(component)), 1)
    lines.set(component, [component])
    for (const [rows, edge] of [
      [latest.byBottom, component.bottom],
      [latest.byTop, component.top],
    ] as const) {
      for (let row = Math.max(edge - slack, 0); row <= edge + slack; row += 1) {
        const before = rows[row]
        if (before && areNeighbours(before, component)) join(lines, before, component)
      }
      rows[edge] = component
    }
  }
  return [...new Set(lines.values())].filter(({ length }) => length > 1)
}

function join(lines: Map<Component, Component[]>, one: Component, other: Component): void {
  const [line, next] = [lines.get(one), lines.get(other)]
  if (!line || !next || line === next) return
  const [longer, shorter] = line.length < next.length ? [next, line] : [line, next]
  for (const member of shorter) lines.set(member, longer)
  longer.push(...shorter)
}

function mayBeLetter(component: Component): boolean {
  const [width, height] = [component.right - component.left, heightOf(component)]
  const isUpright = width * 2 < height
  return (
    height >= minHeightPx &&
    height <= maxHeightPx &&
    width <= maxWidthInHeights * height &&
    height <= maxHeightInWidths * width &&
    (isUpright || component.area < maxFillShare * width * height)
  )
}

function areNeighbours(before: Component, one: Component): boolean {
  const [heightBefore, height] = [heightOf(before), heightOf(one)]
  const taller = Math.max(heightBefore, height)
  const gap = one.left - before.right
  const narrower = Math.min(before.right - before.left, one.right - one.left)
  return (
    before.isLight === one.isLight &&
    gap <= maxGapInHeights * taller &&
    -gap <= maxOverlapShare * narrower &&
    taller <= maxHeightRatio * Math.min(heightBefore, height)
  )
}

function heightOf({ top, bottom }: Component): number {
  return bottom - top
}
