import { expect, onTestFinished, test } from 'vitest'
import { openPdf } from '../open-pdf.ts'
import { pdfOf, sourceOf } from '../pdf.fixture.ts'

/** Widths of Helvetica's letters, in thousandths of its size. */
const widths: Record<string, number> = {
  ' ': 278,
  '.': 278,
  i: 222,
  l: 222,
  t: 278,
  r: 333,
  s: 500,
}
const size = 24
const widthOf = (letter: string) => ((widths[letter] ?? 556) * size) / 1000

/** Each letter by an operator of its own, as Chromium prints them. */
function letterByLetter(text: string, y: number): string {
  const shown = [...text].map((letter) => `(${letter}) Tj ${widthOf(letter)} 0 Td`)
  return `BT /F ${size} Tf 36 ${y} Td ${shown.join(' ')} ET`
}

async function linesOf(content: string): Promise<string[]> {
  const document = await openPdf(sourceOf(pdfOf([{ content }])))
  onTestFinished(document.close)
  const { lines } = await document.text(1)
  return lines.map((line) => line.map(({ text }) => text).join(' '))
}

test.each([
  ['two lines', ['on the road to a harbour in spring', 'no.']],
  ['one line', ['on the road to a harbour.']],
  ['three lines', ['on the road', 'to a harbour', 'in spring.']],
])('%s of single letters', async (_, lines) => {
  const content = lines.map((line, index) => letterByLetter(line, 700 - 27 * index)).join(' ')

  expect(await linesOf(content)).toEqual(lines)
})

test.each([
  ['upwards', '0 1 -1 0', 27],
  ['downwards', '0 -1 1 0', -27],
])('lines that are written %s stay apart', async (_, turn, pitch) => {
  const line = (text: string, x: number) => `BT /F ${size} Tf ${turn} ${x} 400 Tm (${text}) Tj ET`
  const lines = ['a line that is written', 'on the side of a page', 'by a machine']

  const content = lines.map((text, index) => line(text, 300 + pitch * index)).join(' ')

  // PDFium gives the columns from left to right.
  expect((await linesOf(content)).toSorted()).toEqual(lines.toSorted())
})

test.each([
  ['upwards', '0 1 -1 0'],
  ['downwards', '0 -1 1 0'],
])('labels of single letters that are written %s', async (_, turn) => {
  const printed = letterByLetter('on the road to a harbour', 700)
  const label = (text: string, x: number) =>
    `q ${turn} ${x} 400 cm 1 0 0 1 -36 0 cm ${letterByLetter(text, 0)} Q`

  const lines = await linesOf(`${printed} ${label('Vertical axis', 300)} ${label('no.', 400)}`)

  expect(lines.toSorted()).toEqual(['Vertical axis', 'no.', 'on the road to a harbour'])
})

test('words in two columns stay apart', async () => {
  const lines = [letterByLetter('a column', 700), letterByLetter('of its own', 673)]
  const beside = `1 0 0 1 250 0 cm ${letterByLetter('another', 700)} ${letterByLetter('one', 673)}`

  expect(await linesOf(`${lines.join(' ')} ${beside}`)).toEqual([
    'a column',
    'of its own',
    'another',
    'one',
  ])
})
