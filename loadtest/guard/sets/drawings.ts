import type { Density, FileFormat } from '../../make-samples/file-format.ts'
import { clean, fax, tinted } from '../../make-samples/looks.ts'
import { scanned, screenshot, withAlpha } from '../finishes.ts'
import { chart, magazine, plan, poster, slide } from '../kinds/drawings.ts'
import type { Finish, Planned } from '../picture.ts'
import { toDataUrl } from '../scenery.ts'
import { g4, jpg, mm, png } from './formats.ts'

const screen = { height: 100, scale: 1, finish: screenshot, dpi: null } as const
const night = { from: [8, 14, 24], to: [96, 84, 110] } as const
const day = { from: [30, 60, 90], to: [250, 220, 170] } as const

const slideOf = (ground: string, ink: string, format: FileFormat): Planned => ({
  kind: 'slide',
  draw: (w) => ({ ...screen, html: slide(w, ground, ink), width: 1280, height: 720, format }),
})
const chartOf = (hue: number, isLine: boolean, scale: number, format: FileFormat): Planned => ({
  kind: 'chart',
  draw: (w) => ({ ...screen, html: chart(w, { hue, isLine }), width: 760, scale, format }),
})
const magazineOf = (format: FileFormat, finish: Finish = screenshot): Planned => ({
  kind: 'magazine',
  async draw(w) {
    const html = magazine(w, await toDataUrl({ ...day, width: 1122, height: 560 }, w.random))
    return { ...screen, html, width: 1170, format, finish }
  },
})
const coloured = (ground: string, ink: string): Planned => ({
  kind: 'colours',
  draw: (w) => ({ ...screen, html: poster(w, ground, ink), width: 720, format: png }),
})
const onPhotograph = (size: number): Planned => ({
  kind: 'colours',
  async draw(w) {
    const ground = `url(${await toDataUrl({ ...night, width: 760, height: 400 }, w.random)})`
    return { ...screen, html: poster(w, ground, '#fff', size), width: 760, format: jpg(80) }
  },
})
const transparent = (ink: string): Planned => ({
  kind: 'transparent',
  draw(w) {
    const html = poster(w, 'transparent', ink)
    return { ...screen, html, width: 700, isTransparent: true, finish: withAlpha, format: png }
  },
})

type PlanRow = [
  paper: readonly [number, number],
  scale: number,
  finish: Finish,
  format: FileFormat,
  dpi: Density,
]
const a3 = [420, 297] as const
const a2 = [594, 420] as const
const plans: PlanRow[] = [
  [a3, 300 / 96, scanned(fax), g4, 300],
  [a2, 300 / 96, scanned(fax), g4, 300],
  [a3, 200 / 96, scanned(clean), png, 200],
  [a3, 150 / 96, screenshot, jpg(80), null],
]

export const drawings: Planned[] = [
  slideOf('#fff', '#222', png),
  slideOf('#12355b', '#fff', jpg(80)),
  slideOf('linear-gradient(120deg,#4b134f,#c94b4b)', '#fff', png),
  slideOf('#f4d35e', '#0d3b66', jpg(80)),
  chartOf(210, false, 1, png),
  chartOf(20, true, 2, png),
  chartOf(110, false, 1, jpg(75)),
  ...plans.map(
    ([[wide, high], scale, finish, format, dpi]): Planned => ({
      kind: 'plan',
      draw(w) {
        const [width, height] = [mm(wide), mm(high)]
        return { html: plan(w, width, height), width, height, scale, finish, format, dpi }
      },
    }),
  ),
  magazineOf(png),
  magazineOf(jpg(85)),
  magazineOf(jpg(60), scanned(tinted)),
  coloured('#0a6b45', '#c2100c'),
  coloured('#1d3fbf', '#f2e21b'),
  coloured('#777', '#bdbdbd'),
  coloured('#7a1f1f', '#f7c6c6'),
  onPhotograph(28),
  onPhotograph(34),
  transparent('#fff'),
  transparent('#111'),
  transparent('#ffd54a'),
]
