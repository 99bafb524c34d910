import type { Density, FileFormat } from '../../make-samples/file-format.ts'
import { copier, faded, fax, flatbed, type Look, tinted, vivid } from '../../make-samples/looks.ts'
import { faxed, type Photograph, photographed, scanned, screenshot } from '../finishes.ts'
import * as paper from '../kinds/papers.ts'
import type { Finish, Planned } from '../picture.ts'
import { g4, jpg, lzw, mm, png, webp } from './formats.ts'

type PaperRow = [
  kind: paper.PaperKind,
  face: string,
  size: readonly [number, number],
  dpi: number,
  finish: Finish,
  format: FileFormat,
  statedDpi?: Density,
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
/** Under a lamp, with the phone's shadow on the page. */
const overcast: Photograph = { ...telephone, shadow: 0.35, corner: 0.5, grain: 6 }
const tilted: Photograph = { ...telephone, tilt: 0.035, shadow: 0.6, corner: 0.6 }

const flat: PaperRow[] = [
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
  [paper.table, 'sans', a4, 204, faxed(copier, false), g4, [204, 196]],
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

/** Photographed pages, and faxes. */
const seen: PaperRow[] = [
  [paper.report, 'serif', a4, 150, photographed(telephone), jpg(75), 72],
  [paper.report, 'sans', a4, 150, photographed(askew), jpg(75), 72],
  [paper.report, 'serif', a4, 170, photographed(shaded), jpg(80)],
  [paper.letter, 'sans', a5, 200, photographed(blurred), jpg(70), 72],
  [paper.letter, 'typewriter', a5, 220, photographed(dim), jpg(60)],
  [paper.letter, 'serif', a4, 170, photographed(telephone), jpg(50)],
  [paper.report, 'sans', a4, 180, photographed(overcast), jpg(70), 72],
  [paper.letter, 'slab', a5, 200, photographed(overcast), jpg(60)],
  [paper.letter, 'serif', a4, 170, photographed(tilted), jpg(75), 72],
]
const sent: PaperRow[] = [
  [paper.letter, 'sans', a4, 204, faxed(fax, false), g4, [204, 196]],
  [paper.letter, 'typewriter', a4, 204, faxed(copier, false), g4, [204, 196]],
  [paper.report, 'slab', a4, 204, faxed(fax, true), g4, [204, 98]],
  [paper.letter, 'sans', a4, 204, faxed(fax, true), g4, [204, 98]],
  [paper.report, 'serif', a4, 204, faxed(copier, true), g4, [204, 98]],
  [paper.letter, 'typewriter', a4, 204, faxed(fax, true), lzw, [204, 98]],
  [paper.report, 'sans', a4, 204, faxed(fax, true), g4, [204, 98]],
]

function toPlanned(row: PaperRow, name?: string): Planned {
  const [kind, face, [width, height], dpi, finish, format, statedDpi = null] = row
  return {
    kind: name ?? kind.name,
    draw: (writer) => ({
      ...{ html: kind(writer, face), width: mm(width), height: mm(height), scale: dpi / 96 },
      ...{ finish, format, dpi: statedDpi },
    }),
  }
}

export const papers: Planned[] = [
  ...flat.map((row) => toPlanned(row)),
  ...seen.map((row) => toPlanned(row, 'photograph')),
  ...sent.map((row) => toPlanned(row, 'fax')),
]
