import type { Grey } from '../pixels.ts'
import { type Component, componentsOf } from './components.ts'

/** Px. */
const minHeight = 4
/**
 * Widths to the height of a letter, or of several that touch each other; heights to the width of
 * one.
 */
const maxWidths = 8
const maxHeights = 10
/** Of its box. Dots, dashes and rules fill more; so do only upright strokes among letters. */
const maxFill = 0.9
/** Heights of letters of a line to each other: of capitals and small letters. */
const maxRatio = 1.8

/** Heights of the letters on a page, in px and ascending. */
export function letterHeights(page: Grey): number[] {
  return lettersAmong(componentsOf(page))
    .map(heightOf)
    .sort((a, b) => a - b)
}

/** What looks like letters: each stands beside one of a similar height, on the same line. */
export function lettersAmong(components: Component[]): Component[] {
  const candidates = components.filter(mayBeLetter).sort((a, b) => a.left - b.left)
  const letters = new Set<Component>()
  /** Of each row the last one that stands on it. */
  const latest: (Component | undefined)[] = []
  for (const one of candidates) {
    const slack = Math.max(Math.round(heightOf(one) / 5), 1)
    for (let row = Math.max(one.bottom - slack, 0); row <= one.bottom + slack; row += 1) {
      const before = latest[row]
      if (before && areNeighbours(before, one)) letters.add(before).add(one)
    }
    latest[one.bottom] = one
  }
  return [...letters]
}

function mayBeLetter(component: Component): boolean {
  const [width, height] = [component.right - component.left, heightOf(component)]
  const isUpright = width * 2 < height
  return (
    height >= minHeight &&
    width <= maxWidths * height &&
    height <= maxHeights * width &&
    (isUpright || component.area < maxFill * width * height)
  )
}

function areNeighbours(before: Component, one: Component): boolean {
  const [low = 0, high = 0] = [heightOf(before), heightOf(one)].sort((a, b) => a - b)
  const gap = one.left - before.right
  return gap <= high && gap >= -high / 2 && high <= maxRatio * low
}

function heightOf({ top, bottom }: Component): number {
  return bottom - top
}
