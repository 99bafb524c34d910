import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { exampleExported, examplePage, joined } from './exported.fixture.ts'
import { type FormatName, formats } from './formats.ts'
import { inChunks } from './in-chunks.ts'
import { createOpenOriginals } from './pdf/originals.ts'
import { bufferDeps } from './pdf/pdf.fixture.ts'

const pageCount = 2000
const image = await readFile(
  join(import.meta.dirname, '../../../loadtest/samples/card-surveyor.png'),
)
const openOriginals = createOpenOriginals({
  ...bufferDeps,
  store: {
    original: async () => ({
      ...{
        mediaType: 'image/png',
        bytes: image.byteLength,
        digest: digestOf(image),
        originalPage: null,
      },
      async *read(from = 0, to = image.byteLength) {
        yield image.subarray(from, to)
      },
    }),
  },
})

/** A document of 2,000 pages that counts how many have been read. */
function largeDocument() {
  const pages = Array.from({ length: pageCount }, () => examplePage())
  const exported = exampleExported(pages)
  const state = { read: 0 }
  async function* counted() {
    for await (const page of exported.pages()) {
      state.read += 1
      yield page
    }
  }
  return { state, exported: { ...exported, pages: counted } }
}

const paged: FormatName[] = ['words.json', 'hocr', 'alto', 'pdf']

test.each(paged)('%s reads a page only when those before it are taken', async (name) => {
  const { state, exported } = largeDocument()
  const chunks = inChunks(
    formats[name].write(exported, openOriginals('id', new AbortController().signal)),
  )

  const first = await chunks.next()

  expect(first.done).toBe(false)
  // A page has at least 300 bytes, and a chunk 64 KiB.
  expect(state.read).toBeGreaterThan(0)
  expect(state.read).toBeLessThan(250)
  await chunks.return(undefined)
})

test('a PDF of 2,000 pages has all of them, in order, at the offsets of its table', async () => {
  const { state, exported } = largeDocument()

  const pdf = (
    await joined(formats.pdf.write(exported, openOriginals('id', new AbortController().signal)))
  ).toString('latin1')

  expect(state.read).toBe(pageCount)
  expect(pdf.match(/\/Type\/Pages\/Count (\d+)/)?.[1]).toBe(String(pageCount))
  const table = Number(pdf.match(/startxref\n(\d+)\n%%EOF\n$/)?.[1])
  const rows = pdf.slice(table).match(/^\d{10} 00000 n $/gm) ?? []
  expect(rows.length).toBeGreaterThan(3 * pageCount)
  const misplaced = rows.filter(
    (row, index) => !pdf.startsWith(`${index + 1} 0 obj\n`, Number(row.slice(0, 10))),
  )
  expect(misplaced).toEqual([])
})
