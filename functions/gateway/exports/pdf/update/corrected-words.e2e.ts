import { describe, expect, test } from 'vitest'
import { textLayerEngine } from '../../../../shared/events/contract/recognition.ts'
import { openPdf } from '../../../../shared/pdf/open-pdf.ts'
import { pdfOf } from '../../../../shared/pdf/pdf.fixture.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { exampleExported, joined, pageOf } from '../../exported.fixture.ts'
import { folded, overlap } from '../pdf.fixture.ts'
import {
  hasPoppler,
  pdfiumTexts,
  pdfjsTexts,
  popplerTexts,
  type SeenText,
} from '../readers.fixture.ts'
import { fileOf, originalOf } from './original.fixture.ts'
import { toUpdatedPdf } from './to-updated-pdf.ts'

const original = pdfOf([{ lines: ['Harbonr office', 'opens at teu'] }])

/** The page as its own text says, with places in px. */
async function ownPage(): Promise<StoredPageWithWords> {
  const document = await openPdf({ read: fileOf(original).read, length: original.length })
  const { lines } = await document.text(1)
  const { width, height } = await document.render(1)
  document.close()
  const words = lines.map((line) => line.map((word) => ({ ...word, confidence: 100 })))
  return pageOf(words, { width, height, engine: textLayerEngine })
}

function corrected(page: StoredPageWithWords, texts: Record<string, string>): StoredPageWithWords {
  const words = page.words.map((word) => {
    const text = texts[word.text]
    return text === undefined ? word : { ...word, text, corrected: true }
  })
  const text = Object.entries(texts).reduce(
    (all, [was, is]) => all.replace(was, is),
    page.text ?? '',
  )
  return { ...page, text, words }
}

/** Box of the only place of a text among the characters that PDFium sees, in points. */
function boxOf(seen: SeenText[], text: string): number[] {
  const at = seen
    .map((each) => each.text)
    .join('')
    .indexOf(text)
  const boxes = seen.slice(at, at + text.length).map(({ box }) => box)
  const side = (index: number, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[index] ?? 0))
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)]
}

const wordsOf = (text: string) => folded(text).split(' ').sort()

describe.skipIf(!hasPoppler)('a corrected page of which the text is its own', async () => {
  const own = await ownPage()
  const page = corrected(own, { Harbonr: 'Harbour', teu: 'ten', opens: '' })
  const exported = exampleExported([page], {}, [own])
  const pdf = await joined(toUpdatedPdf(exported, originalOf(original)))
  const [[pdfium = []], [pdfjs = []]] = await Promise.all([pdfiumTexts(pdf), pdfjsTexts(pdf)])

  test('has each of its words once, and the corrected ones besides', () => {
    const expected = ['Harbour', 'ten', 'Harbonr', 'office', 'opens', 'at', 'teu'].sort()

    expect(wordsOf(popplerTexts(pdf)[0] ?? '')).toEqual(expected)
    expect(wordsOf(pdfium.map(({ text }) => text).join(''))).toEqual(expected)
    expect(wordsOf(pdfjs.map(({ text }) => text).join(' '))).toEqual(expected)
  })

  test.each([
    ['Harbour', 'Harbonr'],
    ['ten', 'teu'],
  ])('has %s on %s', (text, was) => {
    const word = own.words.find((each) => each.text === was)
    const [left = 0, top = 0, right = 0, bottom = 0] = word?.box ?? []
    const scale = 612 / own.width
    const place = [left, own.height - bottom, right, own.height - top].map((side) => side * scale)

    expect(overlap(boxOf(pdfium, text), place)).toBeGreaterThan(0.9)
  })

  test('keeps the bytes of the original', () => {
    expect(pdf.subarray(0, original.length).equals(original)).toBe(true)
  })
})
