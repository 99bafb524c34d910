import { expect, test } from 'vitest'
import { exampleExported, examplePage, hardPages, joined } from '../exported.fixture.ts'
import { toHocr } from './hocr.ts'
import { hocrFaults } from './hocr-check.fixture.ts'

const filename = 'a "b" <c>\u0001; bbox 1.png'
const hocr = (await joined(toHocr(exampleExported(hardPages, { filename })))).toString()

test('a document is valid hOCR', async () => {
  expect(await hocrFaults(hocr)).toEqual([])
})

test.each([
  ['broken XML', '</p>', ''],
  ['text that is read as markup', '&lt;b&gt;', '<b>'],
  ['missing metadata', '<meta name="ocr-system"', '<meta name="system"'],
  ['another number of pages', 'number-of-pages" content="6"', 'number-of-pages" content="5"'],
  ['a class that is no capability', ' ocrx_word ', ' '],
  ['a property that is no capability', ' ocrp_dir', ''],
  ['a repeated id', 'id="word_1_1_1_2"', 'id="word_1_1_1_1"'],
  ['a box that is no box', 'bbox 20 30 90 50', 'bbox 20 30 90'],
  ['a word outside of its line', 'bbox 20 30 90 50', 'bbox 20 30 99 350'],
  ['a line outside of a paragraph', 'class="ocr_par"', 'class="ocr_line"'],
  ['a confidence above 100', 'x_wconf 92', 'x_wconf 920'],
])('the check finds %s', async (_, found, other) => {
  const broken = hocr.replace(found, other)

  expect(broken).not.toBe(hocr)
  expect(await hocrFaults(broken)).not.toEqual([])
})

test('words have their box and confidence, and are separated as in the text', () => {
  expect(hocr).toContain(
    '<span class="ocrx_word" id="word_1_1_1_1" title="bbox 20 30 90 50; x_wconf 92">Harbour</span> ' +
      '<span class="ocrx_word" id="word_1_1_1_2" title="bbox 100 32 150 50; x_wconf 92">office</span></span>',
  )
  expect(hocr).toMatch(/>中<\/span><span [^>]+>文<\/span> <span/)
  expect(hocr).toContain('lang="zh-Hans"')
})

test('each page names its own original', async () => {
  const pages = [1, 2, null, 1, 2].map((originalPage) => examplePage({ originalPage }))

  const several = (await joined(toHocr(exampleExported(pages)))).toString()

  const own = '/v1/documents/019aca3c-5d01-7c3e-9f57-2f1b8d0c6a11/pages'
  expect([...several.matchAll(/image &quot;(.*?)&quot;/g)].map(([, image]) => image)).toEqual([
    ...['scan.png', 'scan.png', `${own}/3/image`, `${own}/4/image`, `${own}/4/image`],
  ])
  expect(await hocrFaults(several)).toEqual([])
})
