import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { exampleExported, examplePage, hardPages, joined } from '../exported.fixture.ts'
import { toAlto } from './alto.ts'

const schema = await readFile(join(import.meta.dirname, 'alto.fixture.xsd'), 'utf8')

async function faultsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'a.xml', contents: xml }, schema })
  return errors.map(({ message }) => message)
}

const alto = (
  await joined(toAlto(exampleExported(hardPages, { filename: 'a "b" <c>\u0001.png' })))
).toString()

test('a document is valid ALTO', async () => {
  expect(await faultsOf(alto)).toEqual([])
})

test.each([
  ['a word without text', / CONTENT="Harbour"/, ''],
  ['two words with one ID', 'word_1_1_1_2', 'word_1_1_1_1'],
  ['a confidence in percent', 'WC="0.915"', 'WC="91.5"'],
  ['a language that is none', 'LANG="en"', 'LANG="chi_sim"'],
  ['an unknown element', '<SP ', '<SPACE '],
])('the schema rejects %s', async (_, found, other) => {
  const broken = alto.replace(found, other)

  expect(broken).not.toBe(alto)
  expect(await faultsOf(broken)).not.toEqual([])
})

test('words have their place, and their certainty from 0 to 1', () => {
  expect(alto).toContain(
    '<String ID="word_1_1_1_1" HPOS="20" VPOS="30" WIDTH="70" HEIGHT="20" WC="0.915" CONTENT="Harbour"/>' +
      '<SP HPOS="90" VPOS="30" WIDTH="10" HEIGHT="20"/>',
  )
  expect(alto).toContain(
    '<TextLine ID="line_2_1_2" HPOS="100" VPOS="20" WIDTH="180" HEIGHT="20" BASEDIRECTION="rtl">',
  )
  expect(alto).toContain(
    '<softwareName>tesseract</softwareName>\n<softwareVersion>5.3.0</softwareVersion>',
  )
})

test('words without stored boxes are those of the text', () => {
  const page = alto.slice(alto.indexOf('ID="page_4"'), alto.indexOf('ID="page_5"'))

  expect([...page.matchAll(/<String ID="\w+" CONTENT="(\w+)"/g)].map(([, text]) => text)).toEqual([
    ...['One', 'line', 'Another'],
  ])
  expect(page.match(/<TextBlock/g)).toHaveLength(2)
})

test.each([
  ['one file', [1, 2], ['scan.png']],
  ['several files', [1, 2, null], []],
])('a document of %s names it only if it is that of all pages', async (_, numbers, names) => {
  const pages = numbers.map((originalPage) => examplePage({ originalPage }))

  const written = (await joined(toAlto(exampleExported(pages)))).toString()

  expect([...written.matchAll(/<fileName>(.*)<\/fileName>/g)].map(([, name]) => name)).toEqual(
    names,
  )
  expect(await faultsOf(written)).toEqual([])
})
