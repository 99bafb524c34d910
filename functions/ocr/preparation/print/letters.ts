import type { Component } from './components.ts'

/**
 * Height of a letter, in px: smaller components are specks, larger ones headings, pictures and
 * frames.
 */
const [minHeight, maxHeight] = [4, 70]
/**
 * Widths to the height of a letter, or of several that touch each other; heights to the width of
 * one.
 */
const maxWidths = 12
const maxHeights = 10
/** Of its box. Dots, dashes and rules fill more; so do only upright strokes among letters. */
const maxFill = 0.9
/** Distance of neighbours, in heights: letters of a word or two words, but not two columns. */
const maxDistance = 1.2
/** Share of the narrower one's width by which neighbours overlap. */
const maxOverlap = 0.5
/** Heights of neighbours: a capital beside the shortest letters. */
const maxHeightRatio = 2
/** What the feet or the heads of neighbours differ by, in heights. */
const tolerance = 0.2

/**
 * What looks like letters, by lines: components that stand beside each other, on or under a common
 * line. Each line has two or more.
 */
export function linesAmong(components: Component[]): Component[][] {
  const candidates = components.filter(mayBeLetter).sort((a, b) => a.left - b.left)
  const lines = new Map<Component, Component[]>()
  /** Of each row the last one that stands on it, and that hangs from it. */
  const latest: { standing: Component[]; hanging: Component[] } = { standing: [], hanging: [] }
  for (const one of candidates) {
    const slack = Math.max(Math.round(tolerance * heightOf(one)), 1)
    lines.set(one, [one])
    for (const [rows, edge] of [
      [latest.standing, one.bottom],
      [latest.hanging, one.top],
    ] as const) {
      for (let row = Math.max(edge - slack, 0); row <= edge + slack; row += 1) {
        const before = rows[row]
        if (before && areNeighbours(before, one)) join(lines, before, one)
      }
      rows[edge] = one
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
    height >= minHeight &&
    height <= maxHeight &&
    width <= maxWidths * height &&
    height <= maxHeights * width &&
    (isUpright || component.area < maxFill * width * height)
  )
}

function areNeighbours(before: Component, one: Component): boolean {
  const [heightBefore, height] = [heightOf(before), heightOf(one)]
  const taller = Math.max(heightBefore, height)
  const gap = one.left - before.right
  const narrower = Math.min(before.right - before.left, one.right - one.left)
  return (
    before.isLight === one.isLight &&
    gap <= maxDistance * taller &&
    -gap <= maxOverlap * narrower &&
    taller <= maxHeightRatio * Math.min(heightBefore, height)
  )
}

function heightOf({ top, bottom }: Component): number {
  return bottom - top
}
