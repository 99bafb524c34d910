import { expect, test } from 'vitest'
import { tidySnippet } from './snippet.ts'

const plain = (text: string) => ({ text, hit: false })
const hit = (text: string) => ({ text, hit: true })

test('a snippet runs on over lines, and neighbours of one kind are one', () => {
  const tidy = tidySnippet([
    plain('Sum\n\n  total '),
    hit('due'),
    hit(' now'),
    plain('\tby'),
    plain(''),
  ])

  expect(tidy).toEqual([plain('Sum total '), hit('due now'), plain(' by')])
})

test('a long beginning is cut at a word, so that the hit is in sight', () => {
  const tidy = tidySnippet([plain('far far away behind the '), hit('word')], { maxLead: 12 })

  expect(tidy).toEqual([plain('…behind the '), hit('word')])
})

test('text that only looks like markup stays text', () => {
  expect(tidySnippet([hit('<b>')])).toEqual([hit('<b>')])
})

test('what was handed in is not changed', () => {
  const parts = [plain('a\nb'), plain('c')]

  tidySnippet(parts)

  expect(parts).toEqual([plain('a\nb'), plain('c')])
})
