import { expect, onTestFinished, test } from 'vitest'
import { pdfWith, stream } from '../bombs.fixture.ts'
import { openPdf, type PdfDocument, type RenderedPage } from '../open-pdf.ts'
import { pdfOf, sourceOf } from '../pdf.fixture.ts'

const resources = '/Resources <</Font <</F 5 0 R>>>>'
const show = (text: string) => `BT /F 20 Tf 2 4 Td (${text}) Tj ET`

interface Form {
  /** Annotations by their entries; `/AP <</N 6 0 R>>` shows "Jane Doe". */
  annotations: string[]
  /** Entries of the page, and of the tree of pages. */
  page?: string
  inherited?: string
}

/** A page with the text "Name", and annotations on it. */
function formWith({ annotations, page = '/MediaBox [0 0 600 600]', inherited = '' }: Form) {
  const fields = '/AcroForm <</NeedAppearances true /DR <</Font <</F 5 0 R>>>>'
  const numbers = annotations.map((_, index) => `${7 + index} 0 R`).join(' ')
  return pdfWith([
    `<</Type /Catalog /Pages 2 0 R ${fields} /Fields [${numbers}]>>>>`,
    `<</Type /Pages /Kids [3 0 R] /Count 1 ${resources} ${inherited}>>`,
    `<</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [${numbers}] ${page}>>`,
    stream('', `1 0 0 1 30 30 cm ${show('Name')}`),
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
    stream(`/Type /XObject /Subtype /Form /BBox [0 0 200 30] ${resources}`, show('Jane Doe')),
    ...annotations.map((entries) => `<</Type /Annot /F 4 /P 3 0 R ${entries}>>`),
  ])
}

const open = (form: Form) => openBytes(formWith(form))

async function openBytes(pdf: Uint8Array): Promise<PdfDocument> {
  const document = await openPdf({ ...sourceOf(pdf), isWhole: true })
  onTestFinished(() => document.close())
  return document
}

const appearance = '/AP <</N 6 0 R>> /Rect [310 400 510 430]'
const textField = '/Subtype /Widget /FT /Tx /T (a)'
const linesOf = async (document: PdfDocument) =>
  (await document.text(1)).lines.map((line) => line.map(({ text }) => text).join(' '))
/** Dark pixels in the left and in the right half. */
function dark({ data, width, channels }: RenderedPage): [number, number] {
  const counts: [number, number] = [0, 0]
  for (let pixel = 0; pixel * channels < data.length; pixel += 1) {
    const half = (pixel % width) * 2 < width ? 0 : 1
    if ((data[pixel * channels] ?? 255) < 128) counts[half] += 1
  }
  return counts
}

test.each([
  ['a filled-in field', `${textField} ${appearance}`, ['Name', 'Jane Doe']],
  [
    'a field without an appearance',
    `${textField} /V (4711 EUR) /DA (/F 20 Tf 0 g) /Rect [330 400 500 430]`,
    ['Name', '4711 EUR'],
  ],
  ['a text put on the page', `/Subtype /FreeText ${appearance}`, ['Name', 'Jane Doe']],
  ['a hidden text', `/Subtype /FreeText ${appearance} /F 2`, ['Name']],
])('the text of %s is that which is shown', async (_, entries, lines) => {
  const document = await open({ annotations: [entries] })

  const [left, right] = dark(await document.render(1))

  expect((await linesOf(document)).sort()).toEqual([...lines].sort())
  expect(left).toBeGreaterThan(100)
  expect(right > 100).toBe(lines.length > 1)
})

test('marked text stays marked, and legible', async () => {
  const corners = '/QuadPoints [30 55 90 55 30 25 90 25] /Rect [30 25 90 55]'
  const plain = await (await open({ annotations: [] })).render(1)
  const document = await open({ annotations: [`/Subtype /Highlight /C [1 1 0] ${corners}`] })

  const marked = await document.render(1)

  expect(await linesOf(document)).toEqual(['Name'])
  expect([plain.channels, marked.channels]).toEqual([1, 3])
  expect(dark(marked)[0]).toBeGreaterThan(0.9 * dark(plain)[0])
})

test.each([
  ['of its own', '/MediaBox [0 0 1000 900] /CropBox [10 10 900 500]', ''],
  ['inherited', '', '/MediaBox [0 0 1000 900]'],
  ['inherited and cropped', '', '/MediaBox [0 0 1000 900] /CropBox [10 10 900 500]'],
  ['inherited and turned', '', '/MediaBox [0 0 1000 900] /Rotate 90'],
])('a page with annotations keeps its size %s', async (_, page, inherited) => {
  const annotations = [`${textField} ${appearance}`]
  const plain = await open({ annotations: [], page, inherited })
  const document = await open({ annotations, page, inherited })

  const rendered = await document.render(1)

  const [size] = await plain.sizes()
  expect(await document.sizes()).toEqual([size])
  expect(rendered).toMatchObject({ ...size })
  expect((await document.text(1)).lines[0]).toEqual((await plain.text(1)).lines[0])
})

test('a document saved after its pages were read shows the same', async () => {
  const document = await open({ annotations: [`${textField} ${appearance}`] })
  const before = await document.render(1)

  const saved = await openBytes(await document.save(100_000))

  expect(dark(await saved.render(1))).toEqual(dark(before))
  expect(await linesOf(saved)).toEqual(await linesOf(document))
})

test('appended pages show their fields and annotations, and nothing refers to those', async () => {
  const note = '/Subtype /Text /Rect [310 400 330 420] /Contents (a note) /Popup 8 0 R'
  const popup = '/Subtype /Popup /Parent 7 0 R /Rect [330 300 430 400]'
  const annotations = [note, popup, `${textField} ${appearance}`]
  const form = await open({ annotations })
  const base = await openBytes(pdfOf([{}]))

  for (const _ of [1, 2]) await base.append(sourceOf(formWith({ annotations })))
  const saved = await openBytes(await base.save(100_000))

  expect(saved.pageCount).toBe(3)
  expect(dark(await saved.render(3))).toEqual(dark(await form.render(1)))
  expect((await saved.text(3)).lines).toEqual((await form.text(1)).lines)
})

test('a page with missing content is not appended as another one', async () => {
  const base = await openBytes(pdfOf([{}]))
  const damaged = pdfWith([
    '<</Type /Catalog /Pages 2 0 R>>',
    `<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 600] ${resources}>>`,
    '<</Type /Page /Parent 2 0 R /Contents [4 0 R 99 0 R]>>',
    stream('', show('Name')),
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
  ])

  await expect(base.append(sourceOf(damaged))).rejects.toMatchObject({ fault: 'broken' })
})
