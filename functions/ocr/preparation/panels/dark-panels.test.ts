import { expect, test } from 'vitest'
import type { Grey } from '../pixels.ts'
import { drawLines, whitePage } from '../print/lines.fixture.ts'
import { printOf } from '../print/print.ts'
import { withoutDarkPanels } from './dark-panels.ts'

const [width, height] = [640, 320]

/** Left, top, right, bottom; px. */
type Box = [number, number, number, number]

/** Lines of print, and one of five letters within `button`. */
function page(): Grey {
  const drawn = whitePage(width, height)
  drawLines(drawn, { height: 10, columns: 40, rows: 9 })
  drawLines(drawn, { height: 10, left: 100, top: 230, columns: 5, rows: 1 })
  return drawn
}

const isIn = ([left, top, right, bottom]: Box, at: number) => {
  const [x, y] = [at % width, Math.floor(at / width)]
  return x >= left && x < right && y >= top && y < bottom
}

/** Changes the levels within a box. */
function withBox({ grey, ...size }: Grey, box: Box, change: (level: number) => number): Grey {
  return { ...size, grey: grey.map((level, at) => (isIn(box, at) ? change(level) : level)) }
}

const onDark = (level: number) => (level === 0 ? 230 : 40)

const prepared = (drawn: Grey) =>
  withoutDarkPanels({ pixels: { ...drawn, resolution: 100 }, print: printOf(drawn) }).pixels

/** Number of pixels that are ink on one page alone. */
function differences(one: Grey, other: Grey): number {
  return one.grey.filter((level, at) => level < 128 !== (other.grey[at] ?? 0) < 128).length
}

const all: Box = [0, 0, width, height]
const rows: Box = [0, 85, width, 205]
const side: Box = [0, 0, 294, height]
const inner: Box = [294, 25, 560, 145]
const button: Box = [100, 232, 182, 258]

test.each<[string, Grey]>([
  ['a dark page', withBox(page(), all, onDark)],
  ['a dark panel over the whole width', withBox(page(), rows, onDark)],
  ['a dark panel at the side', withBox(page(), side, onDark)],
  [
    'a light panel on a dark page',
    withBox(withBox(page(), all, onDark), inner, (level) => (level === 40 ? 255 : 0)),
  ],
])('all print is dark on white afterwards: %s', (_, drawn) => {
  expect(differences(prepared(drawn), page())).toBe(0)
})

test('print on a dark button becomes dark, and the page beside it stays', () => {
  const drawn = withBox(page(), button, onDark)

  expect(printOf(drawn).panels).toHaveLength(1)
  expect(differences(prepared(drawn), page())).toBe(0)
})

test('a coloured button on a dark page becomes white, and its print stays dark', () => {
  const drawn = withBox(withBox(page(), all, onDark), button, (level) => (level === 40 ? 160 : 30))

  expect(differences(prepared(drawn), page())).toBe(0)
  expect(prepared(drawn).grey[236 * width + 140]).toBeGreaterThan(240)
})

test('a thin rule on dark ground stays thin and becomes darker than the ground', () => {
  const drawn = withBox(withBox(page(), all, onDark), [10, 42, 600, 44], () => 90)
  const { grey } = prepared(drawn)

  expect(grey[43 * width + 300]).toBeLessThan(230)
  expect(grey[43 * width + 300]).toBeGreaterThan(160)
})

test.each<[string, Grey]>([
  ['dark print', page()],
  ['a photograph with light specks', withPhotograph()],
])('a page is returned unchanged: %s', (_, drawn) => {
  const pixels = { ...drawn, resolution: 100 }
  const print = printOf(drawn)

  expect(withoutDarkPanels({ pixels, print }).pixels).toBe(pixels)
})

/** Light print among blotches of other levels, as specks in a photograph look like letters. */
function withPhotograph(): Grey {
  const blotch = (at: number) => ((at % width) % 5 < 2 ? 90 : 20)
  const drawn = page()
  return {
    ...drawn,
    grey: drawn.grey.map((level, at) =>
      isIn(side, at) ? (level === 0 ? 200 : blotch(at)) : level,
    ),
  }
}
