import type { Density, FileFormat } from '../make-samples/file-format.ts'
import {
  clean,
  copier,
  faded,
  fax,
  flatbed,
  type Look,
  tinted,
  vivid,
} from '../make-samples/looks.ts'
import { dark, light, type Theme } from './colours.ts'
import {
  faxed,
  type Photograph,
  photographed,
  scanned,
  screenshot,
  subpixels,
  withAlpha,
} from './finishes.ts'
import { chart, magazine, plan, poster, slide } from './kinds/drawings.ts'
import * as paper from './kinds/papers.ts'
import * as screen from './kinds/screens.ts'
import type { Finish, GuardPicture } from './picture.ts'
import { scenery } from './scenery.ts'
import { createWriter, type Writer } from './writer.ts'

/** Kinds where more than one order of reading is right. */
export const kindsOfAnyOrder = new Set([
  'desktop',
  'browser',
  'spreadsheet',
  'slide',
  'chart',
  'table',
  'form',
  'plan',
  'magazine',
  'card',
])

const png: FileFormat = { type: 'png' }
const g4: FileFormat = { type: 'tif', compression: 'ccittfax4' }
const lzw: FileFormat = { type: 'tif', compression: 'lzw' }
const jpg = (quality: number): FileFormat => ({ type: 'jpg', quality })
const webp = (quality: number): FileFormat => ({ type: 'webp', quality })

const cssPixelsPerMm = 96 / 25.4
const mm = (length: number) => Math.round(length * cssPixelsPerMm)

type Rest = Omit<GuardPicture, 'name' | 'writer'>
type Make = (writer: Writer) => Rest | Promise<Rest>

type ScreenRow = [
  kind: screen.ScreenKind,
  theme: Theme,
  size: number,
  width: number,
  finish: 1 | 2 | 'rgb',
  format: FileFormat,
  dpi?: Density,
]

const green: Theme = { ...dark, ground: '#000', ink: '#3fd13f', accent: '#7dff7d' }
const sepia: Theme = {
  ...light,
  ground: '#fdf6e3',
  ink: '#586e75',
  side: '#eee8d5',
  line: '#c9c2ad',
}

/** Px of letters, width of the window; 1 or 2 device pixels a CSS px, or stripes. */
const screens: ScreenRow[] = [
  [screen.notes, light, 13, 760, 1, png, 96],
  [screen.notes, light, 11, 600, 'rgb', png, 72],
  [screen.notes, dark, 14, 800, 1, png],
  [screen.notes, sepia, 12, 700, 2, png, 144],
  [screen.notes, light, 15, 900, 1, jpg(60), 72],
  [screen.desktop, light, 13, 1100, 1, png, 96],
  [screen.desktop, dark, 13, 1100, 1, png],
  [screen.desktop, light, 12, 1000, 'rgb', png, 96],
  [screen.desktop, dark, 12, 1000, 2, png, 144],
  [screen.desktop, light, 14, 1200, 1, jpg(80)],
  [screen.dialog, light, 13, 420, 1, png, 96],
  [screen.dialog, dark, 13, 420, 1, webp(85)],
  [screen.dialog, light, 12, 400, 2, png],
  [screen.fileList, light, 12, 560, 1, png],
  [screen.fileList, dark, 13, 560, 1, png, 96],
  [screen.fileList, light, 12, 560, 'rgb', png, 72],
  [screen.fileList, light, 13, 620, 1, jpg(70)],
  [screen.chat, light, 14, 480, 1, png],
  [screen.chat, dark, 14, 480, 2, png],
  [screen.chat, light, 15, 420, 2, jpg(75)],
  [screen.browser, light, 14, 900, 1, png],
  [screen.browser, light, 16, 1000, 1, png, 96],
  [screen.browser, dark, 14, 900, 'rgb', png],
  [screen.browser, light, 14, 800, 2, webp(80)],
  [screen.browser, sepia, 15, 900, 1, jpg(85), 96],
  [screen.code, dark, 13, 700, 1, png],
  [screen.code, light, 12, 700, 1, png, 96],
  [screen.code, dark, 14, 700, 2, png, 144],
  [screen.spreadsheet, light, 12, 640, 1, png],
  [screen.spreadsheet, light, 13, 700, 'rgb', png, 96],
  [screen.spreadsheet, dark, 12, 640, 2, webp(90)],
  [screen.terminal, light, 13, 760, 1, png],
  [screen.terminal, dark, 13, 760, 1, png, 96],
  [screen.terminal, green, 14, 800, 1, png],
  [screen.terminal, light, 12, 700, 2, png, 144],
  [screen.terminal, dark, 14, 800, 1, jpg(80)],
]

function toScreen([kind, theme, size, width, finish, format, dpi = null]: ScreenRow): Make {
  return (writer) => {
    const isFixed = kind === screen.code || kind === screen.terminal
    const font = writer.pick(
      isFixed ? ['monospace', "'Share Tech Mono'"] : ['sans-serif', "'Source Sans 3'"],
    )
    // The fonts from npm are narrower and lower than the system's at the same size.
    const px = Math.min(16, Math.max(11, size + writer.int(-1, 1))) + (font.startsWith("'") ? 1 : 0)
    return {
      ...{ kind: kind.name, html: kind(writer, { theme, size: px, font }), width, height: 100 },
      ...{ scale: finish === 'rgb' ? 3 : finish, isTransparent: false, format, dpi },
      finish: finish === 'rgb' ? subpixels : screenshot,
    }
  }
}

type PaperRow = [
  kind: paper.PaperKind | 'photo',
  face: string,
  size: readonly [number, number],
  dpi: number,
  finish: Finish,
  format: FileFormat,
  told?: Density,
]

const a4 = [210, 297] as const
const a5 = [148, 210] as const
const slip = [76, 100] as const
const business = [85, 55] as const
const scan = (look: Look, turn = 0.8) => scanned(look, turn)

const telephone: Photograph = { tilt: 0.02, shadow: 1, corner: 0.7, blur: 0.6, grain: 4 }
const askew: Photograph = { ...telephone, tilt: 0.05 }
const shaded: Photograph = { ...telephone, shadow: 0.45 }
const blurred: Photograph = { ...telephone, blur: 1.3 }
const dim: Photograph = { ...telephone, corner: 0.35, grain: 9 }

const papers: PaperRow[] = [
  [paper.letter, 'serif', a4, 150, scan(flatbed), jpg(60), 150],
  [paper.letter, 'typewriter', a4, 300, scan(fax), g4, 300],
  [paper.letter, 'elegant', a4, 200, scan(tinted), webp(70)],
  [paper.report, 'sans', a4, 150, scan(flatbed), png, 150],
  [paper.report, 'serif', a4, 300, scan(fax), g4, 300],
  [paper.report, 'slab', a4, 200, scan(faded), jpg(50)],
  [paper.report, 'sans', a4, 150, scan(vivid, 0), png],
  [paper.report, 'serif', a4, 200, scan(flatbed), lzw, 200],
  [paper.table, 'sans', a4, 150, scan(flatbed), jpg(70), 150],
  [paper.table, 'slab', a4, 300, scan(fax), g4, 300],
  [paper.table, 'sans', a4, 96, screenshot, png, 96],
  [paper.form, 'sans', a5, 200, scan(tinted), jpg(60), 200],
  [paper.form, 'slab', a5, 300, scan(fax), g4, 300],
  [paper.form, 'sans', a5, 150, scan(vivid, 0), png],
  [paper.receipt, 'till', slip, 220, scan(flatbed), png],
  [paper.receipt, 'till', slip, 220, photographed(telephone), jpg(70)],
  [paper.receipt, 'typewriter', slip, 200, photographed(askew), jpg(60), 72],
  [paper.receipt, 'till', slip, 240, photographed(shaded), jpg(70)],
  [paper.receipt, 'till', slip, 200, scan(faded, 1.5), jpg(50)],
  [paper.receipt, 'sans', slip, 300, photographed(dim), jpg(80), 72],
  [paper.card, 'elegant', business, 300, scan(tinted), jpg(70), 300],
  [paper.card, 'sans', business, 250, photographed(telephone), jpg(70)],
  [paper.card, 'slab', business, 200, scan(vivid, 0), png],
  [paper.label, 'slab', [76, 60], 200, scan(tinted), jpg(60)],
  [paper.label, 'sans', [76, 60], 220, photographed(askew), webp(60)],
  [paper.label, 'typewriter', [90, 60], 300, scan(copier), g4, 300],
]

/** The same pages, seen by a camera and sent by a fax. */
const seen: PaperRow[] = [
  [paper.report, 'serif', a4, 150, photographed(telephone), jpg(75), 72],
  [paper.report, 'sans', a4, 150, photographed(askew), jpg(75), 72],
  [paper.report, 'serif', a4, 170, photographed(shaded), jpg(80)],
  [paper.letter, 'sans', a5, 200, photographed(blurred), jpg(70), 72],
  [paper.letter, 'typewriter', a5, 220, photographed(dim), jpg(60)],
  [paper.letter, 'serif', a4, 170, photographed(telephone), jpg(50)],
]
const sent: PaperRow[] = [
  [paper.letter, 'sans', a4, 204, faxed(fax, false), g4, [204, 196]],
  [paper.letter, 'typewriter', a4, 204, faxed(copier, false), g4, [204, 196]],
  [paper.report, 'slab', a4, 204, faxed(fax, true), g4, [204, 98]],
  [paper.letter, 'sans', a4, 204, faxed(fax, true), g4, [204, 98]],
  [paper.table, 'sans', a4, 204, faxed(copier, false), g4, [204, 196]],
]

function toPaper(
  [kind, face, [width, height], dpi, finish, format, told = null]: PaperRow,
  name?: string,
): Make {
  if (kind === 'photo') throw new Error('Expected a kind of paper')
  return (writer) => ({
    ...{ kind: name ?? kind.name, html: kind(writer, face), width: mm(width), height: mm(height) },
    ...{ scale: dpi / 96, isTransparent: false, finish, format, dpi: told },
  })
}

const still = { height: 100, isTransparent: false, finish: screenshot, dpi: null } as const

async function landscape(
  { random }: Writer,
  width: number,
  height: number,
  isDark: boolean,
): Promise<string> {
  const colours = isDark
    ? ([
        [8, 14, 24],
        [96, 84, 110],
      ] as const)
    : ([
        [30, 60, 90],
        [250, 220, 170],
      ] as const)
  const bytes = await (await scenery(width, height, random, colours)).jpeg().toBuffer()
  return `data:image/jpeg;base64,${bytes.toString('base64')}`
}

const drawings: Make[] = [
  ...(
    [
      ['#fff', '#222'],
      ['#12355b', '#fff'],
      ['linear-gradient(120deg,#4b134f,#c94b4b)', '#fff'],
      ['#f4d35e', '#0d3b66'],
    ] as const
  ).map(
    (colours, index): Make =>
      (w) => ({
        ...still,
        kind: 'slide',
        html: slide(w, colours),
        width: 1280,
        height: 720,
        scale: 1,
        format: index % 2 ? jpg(80) : png,
      }),
  ),
  ...[
    { hue: 210, isLine: false },
    { hue: 20, isLine: true },
    { hue: 110, isLine: false },
  ].map(
    (how, index): Make =>
      (w) => ({
        ...still,
        kind: 'chart',
        html: chart(w, how),
        width: 760,
        scale: index === 1 ? 2 : 1,
        format: index === 2 ? jpg(75) : png,
      }),
  ),
  (w) => planOf(w, [420, 297], 300, scan(fax, 0), g4, 300),
  (w) => planOf(w, [594, 420], 300, scan(fax, 0), g4, 300),
  (w) => planOf(w, [420, 297], 200, scan(clean, 0), png, 200),
  (w) => planOf(w, [420, 297], 150, screenshot, jpg(80), null),
  ...[png, jpg(85), jpg(60)].map(
    (format, index): Make =>
      async (w) => ({
        ...still,
        kind: 'magazine',
        html: magazine(w, await landscape(w, 1122, 560, false)),
        width: 1170,
        scale: 1,
        format,
        finish: index === 2 ? scan(tinted, 0) : screenshot,
      }),
  ),
  ...(
    [
      ['#2e8b3d', '#c8322b'],
      ['#1d3fbf', '#f2e21b'],
      ['#777', '#bdbdbd'],
      ['#7a1f1f', '#f7c6c6'],
    ] as const
  ).map(
    ([ground, ink]): Make =>
      (w) => ({
        ...still,
        kind: 'colours',
        html: poster(w, ground, ink),
        width: 720,
        scale: 1,
        format: png,
      }),
  ),
  ...[28, 34].map(
    (size): Make =>
      async (w) => ({
        ...still,
        kind: 'colours',
        html: poster(w, `url(${await landscape(w, 760, 400, true)})`, '#fff', size),
        width: 760,
        scale: 1,
        format: jpg(80),
      }),
  ),
  ...['#fff', '#111', '#ffd54a'].map(
    (ink): Make =>
      (w) => ({
        ...still,
        kind: 'transparent',
        html: poster(w, 'transparent', ink),
        width: 700,
        scale: 1,
        isTransparent: true,
        finish: withAlpha,
        format: png,
      }),
  ),
]

function planOf(
  writer: Writer,
  [wide, high]: readonly [number, number],
  dpi: number,
  finish: Finish,
  format: FileFormat,
  told: Density,
): Rest {
  const [width, height] = [mm(wide), mm(high)]
  return {
    ...still,
    kind: 'plan',
    html: plan(writer, width, height),
    width,
    height,
    scale: dpi / 96,
    finish,
    format,
    dpi: told,
  }
}

/** The whole set, about 90 pictures; another seed has other text, sizes, faces, angles and light. */
export async function guardPictures(seed: number): Promise<GuardPicture[]> {
  const makes = [
    ...screens.map(toScreen),
    ...papers.map((row) => toPaper(row)),
    ...seen.map((row) => toPaper(row, 'photograph')),
    ...sent.map((row) => toPaper(row, 'fax')),
    ...drawings,
  ]
  const counts = new Map<string, number>()
  const pictures: GuardPicture[] = []
  for (const [index, make] of makes.entries()) {
    const writer = createWriter(`${seed}/${index}`)
    const rest = await make(writer)
    const number = (counts.get(rest.kind) ?? 0) + 1
    counts.set(rest.kind, number)
    pictures.push({ ...rest, name: `${rest.kind}-${number}`, writer })
  }
  return pictures
}
