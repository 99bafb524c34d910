import { expect, test } from 'vitest'
import { confidenceOf, excerptOf, textFilename, textOf } from './document-text.ts'
import { toQueuedDocument } from './queued-document.ts'

function documentOf(...texts: (string | null)[]) {
  const document = toQueuedDocument({ id: 'd', pages: texts.length })
  const pages = document.pages.map((page, index) => ({ ...page, text: texts[index] ?? null }))
  return { ...document, pages }
}

test('pages are separated by an empty line, pages without text leave no gap', () => {
  expect(textOf(documentOf('\n one\n', null, '', '  two \n\n'))).toBe(' one\n\n  two')
})

test('an excerpt has no line breaks, and tells if it is the whole text', () => {
  expect(excerptOf('Total\n\n  12.40')).toEqual({ excerpt: 'Total 12.40', isWhole: false })
  expect(excerptOf('Total 12.40')).toEqual({ excerpt: 'Total 12.40', isWhole: true })
  expect(excerptOf('word '.repeat(500)).isWhole).toBe(false)
})

test('confidence is the mean of the pages with a confidence', () => {
  const document = documentOf('a', 'b', null)
  const confidences = [90, 81, null]
  const pages = document.pages.map((page, at) => ({ ...page, confidence: confidences[at] ?? null }))

  expect(confidenceOf({ pages })).toBe(86)
  expect(confidenceOf(document)).toBeNull()
})

test.each([
  ['scan.jpg', 'scan.txt'],
  ['till receipt 1.2.tiff', 'till receipt 1.2.txt'],
  ['.png', 'd.txt'],
  [null, 'd.txt'],
])('%s is downloaded as %s', (filename, name) => {
  expect(textFilename({ filename, id: 'd' })).toBe(name)
})
