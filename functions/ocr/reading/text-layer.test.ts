import { describe, expect, onTestFinished, test } from 'vitest'
import { onePage, stream } from '../../shared/pdf/bombs.fixture.ts'
import { openPdf, type PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { sourceOf } from '../../shared/pdf/pdf.fixture.ts'
import { type PageText, PdfError } from '../../shared/pdf/protocol.ts'
import { decodePdf } from '../preparation/decode-pdf.ts'
import { refusalOf, textLayerOf } from './text-layer.ts'

const font = (entries = '/Subtype /Type1 /BaseFont /Helvetica') => `<</Type /Font ${entries}>>`
/** A font that is not in the document, nor one of PDFium's. */
const song = `<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts
  [<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light
  /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>
  /FontDescriptor <</Type /FontDescriptor /FontName /STSong-Light /Flags 4>>>>]>>`
const resources = `/Font <</F 5 0 R /G 6 0 R /H ${song}>> /XObject <</I 7 0 R>>`
const image = stream(
  '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8',
  Buffer.of(250),
)
/** Draws a square for the code 65, and says of which character by no name. */
const squares = `<</Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [.001 0 0 .001 0 0]
  /FirstChar 65 /LastChar 65 /Widths [1000] /Encoding <</Differences [65 /g1]>> /CharProcs <</g1 8 0 R>> /Resources <<>>>>`
const square = stream('', '1000 0 0 0 750 750 d1 0 0 500 500 re f')

/** A page with this content, in Helvetica /F, and /G, a font of squares. */
async function pageOf(content: string): Promise<PdfDocument> {
  const pdf = onePage(resources, stream('', content), font(), squares, image, square)
  const document = await openPdf(sourceOf(pdf))
  onTestFinished(() => document.close())
  return document
}

const show = (text: string, y: number, operators = '') =>
  `BT /F 20 Tf ${operators} 72 ${y} Td (${text}) Tj ET\n`
const poem = ['The harbour office opens', 'at seven in the morning.', '(No ships today.)']
const lines = poem.map((line, index) => show(line.replace(/[()]/g, '\\$&'), 700 - 30 * index))
const printed = lines.join('')
/** Letters that are no text: each an L of two areas. */
const areas = Array.from({ length: 200 }, (_, index) => {
  const [x, y] = [72 + 16 * (index % 25), 500 - 30 * Math.floor(index / 25)]
  return `${x} ${y} 2 12 re ${x} ${y} 8 2 re f\n`
}).join('')

async function layerOf(document: PdfDocument, mode: 'auto' | 'layer' = 'auto') {
  return textLayerOf(document, 1, { decoded: await decodePdf(document, 1), mode })
}

test('a sound text is taken, with its words on their print', async () => {
  const document = await pageOf(`${printed}${show('A new paragraph', 500)}`)

  const layer = await layerOf(document)

  expect(layer?.text).toBe(`${poem.join('\n')}\n\nA new paragraph\n`)
  expect(layer).toMatchObject({ confidence: 100, coverage: 100 })
  // 72 points are 200 px, from the left and from the lower side.
  const [left = 0, top = 0, right = 0, bottom = 0] = layer?.words[1]?.box ?? []
  expect(layer?.words[1]?.text).toBe('harbour')
  expect([left, right].map((px) => Math.round(px / 10))).toEqual([32, 50])
  expect([top, bottom].map((px) => Math.round(px / 10))).toEqual([22, 26])
})

test.each([
  ['of an earlier recognition', `3 Tr ${printed}`, `${poem.join('\n')}\n`],
  ['none', areas, null],
])('with layer, text %s', async (_, content, text) => {
  const layer = await layerOf(await pageOf(content), 'layer')

  expect(layer?.text ?? null).toBe(text)
})

test.each([
  ['sound', printed, null],
  ['of a few letters on a picture that is small', `q 200 0 0 300 0 0 cm /I Do Q ${printed}`, null],
  ['none', areas, 'no-words'],
  [
    'with a font that does not say which characters',
    `BT /G 20 Tf 72 600 Td (AAAAAA AAA) Tj ET ${lines[0]}`,
    'unmapped',
  ],
  ['of an earlier recognition', `3 Tr ${printed}`, 'invisible'],
  ['that runs upwards', `q 0 1 -1 0 792 0 cm ${printed} Q`, 'sideways'],
  ['under a scan', `${printed} q 612 0 0 792 0 0 cm /I Do Q`, 'picture'],
  ['with dotted lines', show(`1 Harbours ${'. '.repeat(40)} 7`, 600), null],
  ['with a font that gives other characters', show('"#$%& *+,-/ :;<=>', 600), 'no-words'],
  ['of a part of the page', `${lines[0]}${areas}`, 'uncovered'],
  ['in a font that is not there', 'BT /H 20 Tf 72 600 Td <4F60597D4E16754C> Tj ET', null],
  ['in white', `1 g ${printed}`, 'unseen'],
  ['covered by black', `${printed} 60 600 400 200 re f`, 'unseen'],
  ['that is clipped away', `0 0 9 9 re W n ${printed}`, 'unseen'],
])('text %s', async (_, content, refusal) => {
  const document = await pageOf(content)

  const text = await document.text(1)

  const taken = await layerOf(document)
  const { coverage = 0 } = (await layerOf(document, 'layer')) ?? {}
  const unseen = refusal === 'unseen' ? 1 : 0
  expect(refusalOf(text, () => ({ coverage, unseen }))).toBe(refusal)
  expect(taken === null).toBe(refusal !== null)
})

const small = (text: string, before = '') => `${before} BT /F 10 Tf 72 500 Td (${text}) Tj ET\n`
test.each([
  ['in white', `q ${small('Jane Doe', '1 g')} Q`],
  ['under a black bar', `${small('Jane Doe')} 71 496 50 14 re f`],
  ['under a black bar of its own height', `${small('Jane Doe')} 72 500 45 8 re f`],
  ['clipped away', `q 0 0 9 9 re W n ${small('Jane Doe')} Q`],
])('a few words %s are left out', async (_, content) => {
  const document = await pageOf(`${printed}${content}`)

  const layer = await layerOf(document)
  const all = await layerOf(document, 'layer')

  expect(layer?.text).toBe(`${poem.join('\n')}\n`)
  expect(layer?.words).toHaveLength(12)
  expect(all?.text).toContain('Jane')
})

test.each([
  ['light on dark', `q 60 490 300 30 re f 1 g ${small('Jane l . - i Doe')} Q`],
  ['light grey', `q ${small('Jane l . - i Doe', '.7 g')} Q`],
  ['on colour', `q 1 1 .3 rg 60 490 300 30 re f ${small('Jane l . - i Doe', '.8 0 0 rg')} Q`],
])('words %s are taken', async (_, content) => {
  const layer = await layerOf(await pageOf(`${printed}${content}`))

  expect(layer?.text).toContain('Jane l . - i Doe')
})

test('words of another direction are lines of their own', async () => {
  const label = 'BT 0 1 -1 0 560 640 Tm /F 10 Tf (Depth) Tj ET\n'

  const layer = await layerOf(await pageOf(`${lines[0]}${label}${lines.slice(1).join('')}`))

  expect(layer?.text.split('\n').filter(Boolean).toSorted()).toEqual(['Depth', ...poem].toSorted())
})

test('a page whose text cannot be found is recognized', async () => {
  const document = await pageOf(printed)
  const failing = { ...document, text: async () => Promise.reject(new PdfError('time')) }

  expect(await layerOf(failing)).toBeNull()
})

test('a line of very many words is taken', async () => {
  const document = await pageOf(printed)
  const line: PageText['lines'][number] = Array(200_000).fill({ text: 'word', box: [9, 9, 90, 30] })
  const text = async () => ({ ...(await document.text(1)), lines: [line, line] })

  const layer = await layerOf({ ...document, text }, 'layer')

  expect(layer?.words).toHaveLength(400_000)
})

test('a page of too many characters is recognized', async () => {
  const document = await pageOf(`${show('ab'.repeat(50_001), 700)}`)

  expect(await layerOf(document, 'layer')).toBeNull()
})

test('a killed process is an error, so that the event is redelivered', async () => {
  const document = await pageOf(printed)
  const decoded = await decodePdf(document, 1)
  document.close()

  await expect(textLayerOf(document, 1, { decoded, mode: 'auto' })).rejects.toThrow('killed')
})

describe('bounds', () => {
  const sound: PageText = {
    lines: [[{ text: 'word', box: [0, 0, 9, 9] }]],
    ...{ characters: 1000, unmapped: 20, invisible: 50, sideways: 500, pictureShare: 0.5 },
  }

  test.each([
    [{}, { coverage: 90, unseen: 0.1 }, null],
    [{ unmapped: 21 }, null, 'unmapped'],
    [{ invisible: 51 }, null, 'invisible'],
    [{ sideways: 501 }, null, 'sideways'],
    [{ pictureShare: 0.51 }, null, 'picture'],
    [{}, { coverage: 89.9, unseen: 0 }, 'uncovered'],
    [{}, { coverage: 90, unseen: 0.11 }, 'unseen'],
  ] as const)('%j, and %j: %j', (changes, seen, refusal) => {
    const look = () => seen ?? expect.fail('Expected the cheap reasons first')

    expect(refusalOf({ ...sound, ...changes }, look)).toBe(refusal)
  })
})
