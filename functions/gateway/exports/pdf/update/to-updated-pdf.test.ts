import { expect, test } from 'vitest'
import { textLayerEngine } from '../../../../shared/events/contract/recognition.ts'
import { pdfOf } from '../../../../shared/pdf/pdf.fixture.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { draw } from '../../../samples/draw.ts'
import { exampleExported, examplePage, joined } from '../../exported.fixture.ts'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { fileOf, originalOf } from './original.fixture.ts'
import { pagesOf } from './pages.ts'
import { openStructure } from './structure/structure.ts'
import { type WriterName, writers } from './structure/structures.fixture.ts'
import { toUpdatedPdf } from './to-updated-pdf.ts'

const names = Object.keys(writers) as WriterName[]
const read = (changes: Partial<StoredPageWithWords> = {}) =>
  examplePages.map(() => examplePage(changes))

/** The PDF with the words of these pages. */
const updated = (pdf: Buffer, pages = read()) =>
  joined(toUpdatedPdf(exampleExported(pages), originalOf(pdf)))

async function numbersOf(pdf: Buffer): Promise<number[]> {
  const numbers: number[] = []
  for await (const { number } of pagesOf(await openStructure(fileOf(pdf)))) numbers.push(number)
  return numbers
}

test.each(names)('an update of a PDF with %s is written as its end is', async (name) => {
  const original = writers[name](exampleObjects())

  const pdf = await updated(original)

  const [before, after] = [await openStructure(fileOf(original)), await openStructure(fileOf(pdf))]
  expect(after.kind).toBe(before.kind)
  expect(after.trailer.entries.get('Prev')?.raw).toBe(String(before.startxref))
  expect(after.trailer.entries.get('Root')).toEqual(before.trailer.entries.get('Root'))
  const ids = after.trailer.entries.get('ID')?.raw
  expect(ids).toBe('[<00112233445566778899aabbccddeeff><019aca3c5d017c3e9f572f1b8d0c6a11>]')
  expect(await numbersOf(pdf)).toEqual(await numbersOf(original))
})

test.each(names)('an updated PDF with %s can be updated again', async (name) => {
  const once = await updated(writers[name](exampleObjects()))

  const twice = await updated(once)

  expect(twice.subarray(0, once.length).equals(once)).toBe(true)
  expect(await numbersOf(twice)).toEqual(await numbersOf(once))
})

test.each<[string, Partial<StoredPageWithWords>]>([
  ['blank', { text: '', words: [] }],
  ['of the PDF', { engine: textLayerEngine }],
  ['failed', { status: 'failed', text: null, words: [] }],
])('a PDF whose pages are all %s stays as it is', async (_, changes) => {
  const original = writers['a table'](exampleObjects())

  expect((await updated(original, read(changes))).equals(original)).toBe(true)
})

test('only recognized pages are changed', async () => {
  const original = writers['a table'](exampleObjects())
  const pages = read({ engine: textLayerEngine })
  pages[1] = examplePage()

  const update = (await updated(original, pages)).subarray(original.length).toString('latin1')

  expect(update.match(/^\d+ 0 obj\n<<\/Contents/gm)).toEqual(['4 0 obj\n<</Contents'])
})

test('a corrected word of a page of the PDF that was put back adds nothing', async () => {
  const original = writers['a table'](exampleObjects())
  const own = read({ engine: textLayerEngine })
  const putBack = own.map((page) => ({
    ...page,
    words: page.words.map((word) => ({ ...word, confidence: 100, corrected: true })),
  }))

  const pdf = await joined(toUpdatedPdf(exampleExported(putBack, {}, own), originalOf(original)))

  expect(pdf.equals(original)).toBe(true)
})

test('the original is sent before a page is read, and pages one by one', async () => {
  const pages = Array.from({ length: 500 }, () => examplePage())
  const kids = pages.map((_, index) => `${index + 3} 0 R`).join(' ')
  const original = writers['a stream, and streams of objects']([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count 500/Kids[${kids}]/MediaBox[0 0 612 792]>>`,
    ...pages.map(() => '<</Type/Page/Parent 2 0 R>>'),
  ])
  const exported = exampleExported(pages)
  let read = 0
  async function* counted() {
    for await (const page of exported.pages()) {
      read += 1
      yield page
    }
  }
  const parts = toUpdatedPdf({ ...exported, pages: counted }, originalOf(original))

  for (let length = 0; length < original.length; ) length += (await parts.next()).value?.length ?? 0
  const readBefore = read
  // The end of the line, the words, the page.
  for (let part = 0; part < 3; part += 1) await parts.next()

  expect([readBefore, read]).toEqual([0, 1])
  await parts.return(undefined)
})

test('a page that is listed twice has its words once', async () => {
  const objects = exampleObjects()
  objects[1] = '<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]/MediaBox[0 0 612 792]>>'
  const original = writers['a table'](objects)

  const update = (await updated(original, read().slice(0, 2))).subarray(original.length)

  expect(update.toString('latin1').match(/^3 0 obj$/gm)).toHaveLength(1)
})

test('keys of the trailer are written as they were', async () => {
  const original = Buffer.from(
    writers['a table'](exampleObjects())
      .toString('latin1')
      .replace('trailer <<', 'trailer <</A#20B#2f (x)'),
    'latin1',
  )

  const update = (await updated(original)).subarray(original.length).toString('latin1')

  expect(update).toContain('/A#20B#2f (x)\n')
})

test.each([
  ['another file', Buffer.from('\x89PNG')],
  ['no end', Buffer.from('%PDF-1.7\n')],
  ['an end that refers to itself', Buffer.from('%PDF-1.7\nstartxref\n9\n%%EOF\n')],
  [
    'sections that follow each other',
    Buffer.from('%PDF-1.7\nxref\n0 0\ntrailer <</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n'),
  ],
  ['an encrypted one', pdfOf([{}], '')],
  ['fewer pages', pdfOf([{}])],
  ['a tree that contains itself', withTree('<</Type/Pages/Kids[2 0 R 3 0 R]>>')],
  ['a tree of numbers', withTree('<</Type/Pages/Kids[1 2 3]>>')],
  ['ranges that overlap', withOverlap()],
  ['arrays, 1,000,000 deep', withTree('['.repeat(1_000_000))],
  ['a string without an end', withTree('<</Type/Pages/Kids[(')],
])('%s is written anew', async (_, pdf) => {
  await expect(updated(pdf)).rejects.toMatchObject({ code: 'unsupported-pdf' })
})

function withTree(tree: string): Buffer {
  return writers['a table'](exampleObjects().with(1, tree))
}

/** A file with its first object in two ranges of its table. */
function withOverlap(): Buffer {
  const text = writers['a table'](exampleObjects()).toString('latin1')
  const [row = ''] = text.match(/1 1\n\d{10} 00000 n\r\n/) ?? []
  return Buffer.from(text.replace(row, row + row), 'latin1')
}

test.each(names)('objects of a PDF with %s cost a limited amount of work', async (name) => {
  const file = fileOf(writers[name](exampleObjects()))
  const read = async (maxWork: number) => {
    for await (const _ of pagesOf(await openStructure(file, maxWork)));
  }

  await read(1000)

  await expect(read(600)).rejects.toThrow('Too many or too large objects')
})

test.each(names)('a damaged PDF with %s is updated or written anew', async (name) => {
  const original = writers[name](exampleObjects())

  for (let seed = 1; seed <= 200; seed += 1) {
    const damaged = Buffer.from(original)
    const bytes = draw(3, 256, seed)
    for (const [index, at] of draw(3, damaged.length, seed).entries()) {
      damaged[at] = bytes[index] ?? 0
    }
    const code = await updated(damaged).then(
      () => 'updated',
      (error) => error.code ?? `${error.stack} of ${damaged.toString('base64')}`,
    )
    expect(['updated', 'unsupported-pdf']).toContain(code)
  }
})
