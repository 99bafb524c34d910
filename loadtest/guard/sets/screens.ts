import type { Density, FileFormat } from '../../make-samples/file-format.ts'
import { dark, light, type Theme } from '../colours.ts'
import { screenshot, subpixels } from '../finishes.ts'
import * as screen from '../kinds/screens.ts'
import type { Planned } from '../picture.ts'
import { jpg, png, webp } from './formats.ts'

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

/** Font size in px, window width; 1 or 2 device pixels per CSS px, or subpixels. */
const rows: ScreenRow[] = [
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
  [screen.dashboard, light, 13, 1100, 1, png],
  [screen.dashboard, dark, 14, 1200, 1, webp(85)],
  [screen.calendar, dark, 14, 900, 1, png],
  [screen.calendar, light, 13, 900, 1, jpg(80)],
]

export const screens: Planned[] = rows.map(
  ([kind, theme, size, width, finish, format, dpi = null]): Planned => ({
    kind: kind.name,
    draw(writer) {
      const isFixed = kind === screen.code || kind === screen.terminal
      const fonts = isFixed ? ['monospace', "'Share Tech Mono'"] : ['sans-serif', "'Source Sans 3'"]
      const font = writer.pick(fonts)
      // At the same size, the fonts from npm are narrower and lower than the system's.
      const larger = font.startsWith("'") ? 1 : 0
      const px = Math.min(16, Math.max(11, size + writer.int(-1, 1))) + larger
      const leading = writer.pick([1.15, 1.3, 1.45, 1.6])
      return {
        ...{ html: kind(writer, { theme, size: px, font, leading }), width, height: 100 },
        ...{ format, dpi },
        scale: finish === 'rgb' ? 3 : finish,
        finish: finish === 'rgb' ? subpixels : screenshot,
      }
    },
  }),
)
