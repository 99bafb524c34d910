import { expect, test } from 'vitest'
import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import { exampleExported, joined } from '../exported.fixture.ts'
import { createOpenOriginals } from './originals.ts'
import { bufferDeps, folded, overlap } from './pdf.fixture.ts'
import { pdfiumTexts } from './readers.fixture.ts'
import { toPdf } from './to-pdf.ts'
import { exampleObjects, examplePages } from './update/example-pages.fixture.ts'
import { boxOf, digests, readOf, rendered, texts } from './update/marked-pages.fixture.ts'
import { fileOf } from './update/original.fixture.ts'
import { writers } from './update/structure/structures.fixture.ts'

test('pages of two PDFs look the same in one, with the words on their print', async () => {
  const pages = examplePages.length
  const files = [
    writers['a table'](exampleObjects()),
    writers['a stream, and streams of objects'](exampleObjects()),
  ]
  const before = (await Promise.all(files.map(rendered))).flat()
  const openOriginals = createOpenOriginals({
    ...bufferDeps,
    store: {
      async original(_, page) {
        const file = files[Math.ceil(page / pages) - 1]
        const about = {
          mediaType: pdfMediaType,
          digest: '',
          originalPage: ((page - 1) % pages) + 1,
        }
        return file ? { ...about, ...fileOf(file) } : null
      },
    },
  })
  const originals = openOriginals('id', new AbortController().signal)

  const pdf = await joined(toPdf(exampleExported(before.map(readOf)), originals))

  expect(before).toHaveLength(2 * pages)
  expect(digests(await rendered(pdf))).toEqual(digests(before))
  for (const [index, seen] of (await pdfiumTexts(pdf)).entries()) {
    expect(folded(seen.map(({ text }) => text).join(''))).toBe(texts.join(' '))
    const marks = examplePages[index % pages]?.marks ?? []
    const shares = texts.map((text, at) => overlap(boxOf(seen, text), marks[at] ?? []))
    expect(Math.min(...shares)).toBeGreaterThan(0.9)
  }
})
