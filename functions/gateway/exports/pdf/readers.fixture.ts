import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFiumModule } from '@hyzyla/pdfium'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Pdfium } from '../../../shared/pdf/pdfium/pdfium.ts'

/** What readers of PDFs see on pages: their text, and where it is. */

/** Left, bottom, right, top in points from the lower left corner. */
export type Rectangle = [number, number, number, number]

export interface SeenText {
  text: string
  box: Rectangle
}

/** Whether poppler's commands are installed; tests without them are skipped, as scripts/install-test-tools.sh says. */
export const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0

/** Text of each page by poppler, in the order of the file. */
export function popplerTexts(pdf: Uint8Array): string[] {
  const text = execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf, maxBuffer: 2 ** 28 })
  return text.toString().split('\f').slice(0, -1)
}

/** Colours of a page by poppler, as a PNG of `width` px. */
export function popplerPicture(pdf: Uint8Array, page: number, width: number): Buffer {
  const number = String(page)
  const size = ['-scale-to-x', String(width), '-scale-to-y', '-1']
  return execFileSync('pdftoppm', ['-png', '-f', number, '-l', number, ...size, '-'], {
    input: pdf,
    maxBuffer: 2 ** 28,
  })
}

/** Pixels of the pictures in a PDF, without their places, as PNGs. */
export function popplerImages(pdf: Uint8Array): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'pdfimages-'))
  try {
    const file = join(folder, 'a.pdf')
    writeFileSync(file, pdf)
    execFileSync('pdfimages', ['-png', file, join(folder, 'image')])
    const names = readdirSync(folder).filter((name) => name.endsWith('.png'))
    return names.sort().map((name) => readFileSync(join(folder, name)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Pieces of text of each page by pdf.js, in their order. */
export async function pdfjsTexts(pdf: Uint8Array): Promise<SeenText[][]> {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0, useSystemFonts: false })
  const document = await task.promise
  const pages: SeenText[][] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent({ disableNormalization: true })
    pages.push(items.flatMap((item) => ('str' in item ? [seenByPdfjs(item)] : [])))
    page.cleanup()
  }
  await task.destroy()
  return pages
}

function seenByPdfjs(item: {
  str: string
  hasEOL: boolean
  transform: number[]
  width: number
  height: number
}) {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform
  const [along, up] = [item.width / Math.hypot(a, b), item.height / Math.hypot(c, d)]
  const corners = [0, 1].flatMap((u) =>
    [0, 1].map((v) => [x + a * u * along + c * v * up, y + b * u * along + d * v * up]),
  )
  const [xs, ys] = [corners.map(([x = 0]) => x), corners.map(([, y = 0]) => y)]
  const box: Rectangle = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  return { text: item.hasEOL ? `${item.str}\n` : item.str, box }
}

/** Characters of each page by PDFium, in their order. */
export async function pdfiumTexts(pdf: Uint8Array): Promise<SeenText[][]> {
  // Its types lack most functions.
  const loaded: unknown = await PDFiumModule({})
  const pdfium = loaded as Pdfium
  pdfium._FPDF_InitLibrary()
  const file = pdfium._malloc(pdf.byteLength)
  pdfium.HEAPU8.set(pdf, file)
  const box = pdfium._malloc(32)
  const document = pdfium._FPDF_LoadMemDocument64(file, pdf.byteLength, 0)
  if (document === 0) throw new Error('Expected PDFium to open the document')
  return Array.from({ length: pdfium._FPDF_GetPageCount(document) }, (_, index) => {
    const page = pdfium._FPDF_LoadPage(document, index)
    const text = pdfium._FPDFText_LoadPage(page)
    const seen = Array.from({ length: pdfium._FPDFText_CountChars(text) }, (_, at): SeenText => {
      pdfium._FPDFText_GetCharBox(text, at, box, box + 8, box + 16, box + 24)
      const sides = new Float64Array(pdfium.HEAPU8.buffer, box, 4)
      const [left = 0, right = 0, bottom = 0, top = 0] = sides
      const code = pdfium._FPDFText_GetUnicode(text, at)
      // PDFium marks a hyphen at the end of a line so.
      const character = code === 2 ? '-\n' : String.fromCodePoint(code)
      return { text: character, box: [left, bottom, right, top] }
    })
    pdfium._FPDFText_ClosePage(text)
    pdfium._FPDF_ClosePage(page)
    return seen
  })
}
