import { expect, test } from 'vitest'
import { tidySnippet } from './snippet.ts'

const plain = (text: string) => ({ text, hit: false })
const hit = (text: string) => ({ text, hit: true })

test('a snippet has no line breaks, and neighbours of one kind are joined', () => {
  const tidy = tidySnippet([
    plain('Sum\n\n  total '),
    hit('due'),
    hit(' now'),
    plain('\tby'),
    plain(''),
  ])

  expect(tidy).toEqual([plain('Sum total '), hit('due now'), plain(' by')])
})

test('a long beginning is cut at a word', () => {
  const tidy = tidySnippet([plain('far far away behind the '), hit('word')], { maxLead: 12 })

  expect(tidy).toEqual([plain('…behind the '), hit('word')])
})

test('text that only looks like markup stays text', () => {
  expect(tidySnippet([hit('<b>')])).toEqual([hit('<b>')])
})

test('the argument is not changed', () => {
  const parts = [plain('a\nb'), plain('c')]

  tidySnippet(parts)

  expect(parts).toEqual([plain('a\nb'), plain('c')])
})
