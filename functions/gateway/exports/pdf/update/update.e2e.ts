import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { exampleExported, joined } from '../../exported.fixture.ts'
import { folded, overlap } from '../pdf.fixture.ts'
import { hasPoppler, pdfiumTexts, pdfjsTexts, popplerTexts } from '../readers.fixture.ts'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { boxOf, digests, readOf, rendered, texts } from './marked-pages.fixture.ts'
import { originalOf } from './original.fixture.ts'
import { type WriterName, writers } from './structure/structures.fixture.ts'
import { toUpdatedPdf } from './to-updated-pdf.ts'

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
