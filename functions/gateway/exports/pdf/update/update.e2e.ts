import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../../../shared/events/contract/digest.ts'
import { openPdf, type RenderedPage } from '../../../../shared/pdf/open-pdf.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { exampleExported, joined, pageOf, word } from '../../exported.fixture.ts'
import { folded, overlap } from '../pdf.fixture.ts'
import {
  hasPoppler,
  pdfiumTexts,
  pdfjsTexts,
  popplerTexts,
  type Rectangle,
  type SeenText,
} from '../readers.fixture.ts'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { fileOf, originalOf } from './original.fixture.ts'
import { type WriterName, writers } from './structure/structures.fixture.ts'
import { toUpdatedPdf } from './to-updated-pdf.ts'

const texts = ['Harbour', 'office'] as const

async function rendered(pdf: Buffer): Promise<RenderedPage[]> {
  const document = await openPdf({ bytes: fileOf(pdf).read(), length: pdf.length })
  const pages: RenderedPage[] = []
  for (let page = 1; page <= document.pageCount; page += 1) pages.push(await document.render(page))
  document.close()
  return pages
}

const digests = (pages: RenderedPage[]) => pages.map(({ data }) => digestOf(data))

/** Box of what is black between two columns of px. */
function blackBox({ data, channels, width, height }: RenderedPage, from: number, to: number) {
  const box: [number, number, number, number] = [width, height, 0, 0]
  for (let y = 0; y < height; y += 1) {
    for (let x = from; x < to; x += 1) {
      if ((data[(y * width + x) * channels] ?? 255) > 128) continue
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x + 1)
      box[3] = Math.max(box[3], y + 1)
    }
  }
  return box
}

/** A page read as the words that its two marks stand for, in px as it is shown. */
function readOf(page: RenderedPage): StoredPageWithWords {
  const { width, height } = page
  const middle = Math.round(width / 2)
  const words = [
    word(texts[0], ...blackBox(page, 0, middle)),
    word(texts[1], ...blackBox(page, middle, width)),
  ]
  return pageOf([words], { width, height })
}

/** Box of a word among the characters or words that a reader sees. */
function boxOf(seen: SeenText[], text: string): Rectangle {
  const all = seen.map((each) => each.text.trim())
  const start = all.join('').indexOf(text)
  let at = 0
  const boxes = seen.flatMap(({ box }, index) => {
    const [begins, ends] = [at, at + (all[index]?.length ?? 0)]
    at = ends
    return ends > begins && begins >= start && ends <= start + text.length ? [box] : []
  })
  const side = (index: number, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[index] ?? 0))
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)]
}

describe.skipIf(!hasPoppler).each(Object.keys(writers) as WriterName[])(
  'a PDF with %s',
  async (name) => {
    const original = writers[name](exampleObjects())
    const before = hasPoppler ? await rendered(original) : []
    const exported = exampleExported(before.map(readOf))
    const pdf = await joined(toUpdatedPdf(exported, originalOf(original)))
    const [pdfium, pdfjs] = await Promise.all([pdfiumTexts(pdf), pdfjsTexts(pdf)])

    test('keeps its bytes, and grows by little', () => {
      expect(before).toHaveLength(examplePages.length)
      expect(pdf.subarray(0, original.length).equals(original)).toBe(true)
      expect(pdf.length).toBeLessThan(original.length * 1.03 + 10_000 + 4000 * before.length)
    })

    test('shows the same pictures', async () => {
      expect(digests(await rendered(pdf))).toEqual(digests(before))
    })

    test('has nothing that poppler complains about', () => {
      const { stderr, status } = spawnSync('pdftotext', ['-', '-'], { input: pdf })

      expect([status, stderr.toString()]).toEqual([0, ''])
    })

    test.each(examplePages.map(({ name, marks }, index) => [name, marks, index] as const))(
      'has the words of a page %s',
      (_, marks, index) => {
        const expected = texts.join(' ')
        expect(folded(popplerTexts(pdf)[index] ?? '')).toBe(expected)
        expect(folded((pdfium[index] ?? []).map(({ text }) => text).join(''))).toBe(expected)
        expect(folded((pdfjs[index] ?? []).map(({ text }) => text).join(' '))).toBe(expected)
        for (const seen of [pdfium[index] ?? [], pdfjs[index] ?? []]) {
          for (const [at, text] of texts.entries()) {
            expect(overlap(boxOf(seen, text), marks[at] ?? [])).toBeGreaterThan(0.9)
          }
        }
      },
    )
  },
)
