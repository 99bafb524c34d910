import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ocrSet } from '../../../../../loadtest/pictures.ts'
import { openEngine } from '../../../../ocr/engine/open-engine.ts'
import { decode } from '../../../../ocr/preparation/decode.ts'
import { readDecoded } from '../../../../ocr/reading/read-picture.ts'
import { settings } from '../../../../shared/settings/env.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { examplePage } from '../../exported.fixture.ts'
import { folded, overlap, pdfOf } from '../pdf.fixture.ts'
import {
  hasPoppler,
  pdfiumTexts,
  pdfjsTexts,
  popplerTexts,
  type SeenText,
} from '../readers.fixture.ts'
import { height, poem, spacedPages, unspacedPages } from './pages.fixture.ts'

/** Pages without a picture: the longer side is that of A4. */
const pointsPerPixel = 842 / height

interface Seen {
  poppler: string
  PDFium: SeenText[]
  'pdf.js': SeenText[]
}

/** What the readers see on each page. */
async function seenIn(pdf: Buffer): Promise<Seen[]> {
  const [pdfium, pdfjs] = await Promise.all([pdfiumTexts(pdf), pdfjsTexts(pdf)])
  return popplerTexts(pdf).map((poppler, index) => ({
    ...{ poppler, PDFium: pdfium[index] ?? [], 'pdf.js': pdfjs[index] ?? [] },
  }))
}

function textsOf({ poppler, PDFium, 'pdf.js': pdfjs }: Seen): Record<string, string> {
  return {
    poppler: folded(poppler),
    PDFium: folded(PDFium.map(({ text }) => text).join('')),
    'pdf.js': folded(pdfjs.map(({ text }) => text).join(' ')),
  }
}

const sameText = (text: string) => ({ poppler: text, PDFium: text, 'pdf.js': text })
const unspaced = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replace(/ /g, '')]))

const printed = (text: string) => text.replace(/[\0\ud800]/g, '')

/** Overlap of each word with its characters as a reader sees them, in the order of the page. */
function overlaps(page: StoredPageWithWords, seen: SeenText[]): number[] {
  const letters = seen.filter(({ text }) => text.trim() !== '')
  let at = 0
  return page.words.map(({ text, box }) => {
    const boxes: number[][] = []
    const count = printed(text).replace(/ /g, '').length
    for (let length = 0; length < count && at < letters.length; at += 1) {
      const { text: part = '', box = [] } = letters[at] ?? {}
      length += part.trim().length
      boxes.push(box)
    }
    const side = (index: number, pick: (...values: number[]) => number) =>
      pick(...boxes.map((box) => box[index] ?? 0)) / pointsPerPixel
    const [left, bottom, right, top] = [
      side(0, Math.min),
      side(1, Math.min),
      side(2, Math.max),
      side(3, Math.max),
    ]
    return overlap([left, page.height - top, right, page.height - bottom], box)
  })
}

describe.skipIf(!hasPoppler)('readers see the words of a page in their order', async () => {
  const all = [...spacedPages, ...unspacedPages].map(([, page]) => page)
  const seen = hasPoppler ? await seenIn(await pdfOf([], all)) : []
  const seenOf = (page: StoredPageWithWords): Seen =>
    seen[all.indexOf(page)] ?? { poppler: '', PDFium: [], 'pdf.js': [] }

  test.each(spacedPages)('%s', (_, page) => {
    expect(textsOf(seenOf(page))).toEqual(sameText(folded(printed(page.text ?? ''))))
  })

  test.each(unspacedPages)('Chinese %s, without spaces', (_, page) => {
    expect(unspaced(textsOf(seenOf(page)))).toEqual(sameText(poem))
  })

  test.each([...spacedPages, ...unspacedPages])('on their boxes: %s', (_, page) => {
    const { PDFium, 'pdf.js': pdfjs } = seenOf(page)

    expect(Math.min(...overlaps(page, PDFium))).toBeGreaterThan(0.9)
    expect(Math.min(...overlaps(page, pdfjs))).toBeGreaterThan(0.9)
  })
})

const samples = ['unlv/0112_094.3B.png', 'tesseract/phototest-rotated-R.png']

// Skipped without the set, which is no part of the project.
test.skipIf(!hasPoppler || !existsSync(ocrSet))(
  'the words of real pages are extracted in order',
  async () => {
    const engine = await openEngine(settings.parse({ OCR_LANGUAGES: 'eng' }), () => {})
    const limits = settings.parse({})
    const reader = { engine, limits, secondLooks: false }
    const images: Buffer[] = []
    const pages: StoredPageWithWords[] = []
    for (const sample of samples) {
      const image = await readFile(join(ocrSet, sample))
      const read = await readDecoded(() => decode(image, limits), 'eng', reader)
      const { text, words, width, height } = read
      images.push(image)
      pages.push(examplePage({ text, words, width, height }))
    }
    await engine.close()

    const pdf = await pdfOf(images, pages)

    const seen = await seenIn(pdf)
    for (const [index, { words }] of pages.entries()) {
      const expected = folded(words.map(({ text }) => text).join(' '))
      expect(seen[index] && textsOf(seen[index])).toEqual(sameText(expected))
    }
    const originals = images.reduce((sum, { length }) => sum + length, 0)
    expect(pdf.length).toBeLessThan(originals * 1.03 + 10_000 + 4000 * pages.length)
  },
)
