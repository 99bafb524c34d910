import { describe, expect, test } from 'vitest'
import type { Document, Page } from '../../functions/shared/http/api.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { describeEnd, isDamaged, pageStateOf, refusalOf, stateOf } from './state.ts'

type Code = NonNullable<Page['error']>['code']

const read = (text: string, confidence: number): Partial<Page> => ({
  ...{ status: 'done', text, confidence },
})
const partly = (confidence: number, coverage: number | null): Partial<Page> => ({
  ...read('Some text', confidence),
  coverage,
})
const failed = (code: Code): Partial<Page> => ({
  ...{ status: 'failed', error: { code, detail: 'A sentence' } },
})
const blank = read('\n', 0)

function documentOf(status: Document['status'], ...pages: Partial<Page>[]): Document {
  const queued = toQueuedDocument({ id: 'd', pages: pages.length })
  return {
    ...queued,
    status,
    pages: queued.pages.map((page, index) => ({ ...page, ...pages[index] })),
  }
}

describe('a document is', () => {
  test.each([
    ['Queued', documentOf('queued', {}), 'waiting'],
    ['Reading… 1 of 2', documentOf('processing', blank, {}), 'busy'],
    ['96%', documentOf('done', read('Some text', 96)), 'sure'],
    ['40%', documentOf('done', read('x', 40)), 'doubtful'],
    ['No text', documentOf('done', blank), 'plain'],
    ['No text', documentOf('done', blank, blank), 'plain'],
    ['90%', documentOf('done', read('Some text', 90), blank), 'sure'],
    ['Picture damaged', documentOf('failed', failed('unreadable-image')), 'failed'],
    ['Too many pixels', documentOf('failed', failed('too-many-pixels')), 'failed'],
    ['Took too long', documentOf('failed', failed('timeout'), failed('timeout')), 'failed'],
    ['Too much text', documentOf('failed', failed('result-too-large')), 'failed'],
    ['Given up', documentOf('failed', failed('gave-up')), 'failed'],
    ['Lost', documentOf('failed', failed('lost')), 'failed'],
    ['Failed', documentOf('failed', failed('lost'), failed('timeout')), 'failed'],
    ['1 of 2 read', documentOf('partial', blank, failed('timeout')), 'failed'],
  ] as const)('%s', (text, document, tone) => {
    expect(stateOf(document)).toEqual({ text, tone })
  })
})

test.each([
  ['17%', 'doubtful', 'About 83% of the print was not read.', partly(95, 17)],
  ['80%', 'sure', 'About 20% of the print was not read.', partly(95, 80)],
  ['94%', 'sure', undefined, partly(94, 97.5)],
  ['94%', 'sure', undefined, partly(94, null)],
] as const)(
  '%s is shown for partly read print, as %s with the note: %s',
  (text, tone, note, page) => {
    expect(stateOf(documentOf('done', page))).toEqual({ text, tone, note })
  },
)

test('a document shows the mean of its pages', () => {
  const document = documentOf('done', partly(95, 95), partly(95, 47.5), blank)

  expect(stateOf(document)).toEqual({
    ...{ text: '71%', tone: 'doubtful' },
    note: 'About 29% of the print was not read.',
  })
})

test.each([
  documentOf('queued', {}),
  documentOf('done', blank),
  documentOf('failed', failed('timeout')),
])('a page is being read while a reader has it, also again: $status', (document) => {
  const busy = { text: 'Reading…', tone: 'busy' }

  expect(stateOf(document, true)).toEqual(busy)
  expect(document.pages.map((page) => pageStateOf(page, true))).toEqual([busy])
})

test('a page shows its own state', () => {
  const { pages } = documentOf('partial', blank, failed('timeout'), read('text', 80), {})

  const texts = pages.map((page) => pageStateOf(page).text)

  expect(texts).toEqual(['No text', 'Took too long', '80%', 'Queued'])
})

test('only an unreadable image has no picture to show', () => {
  const { pages } = documentOf('failed', failed('unreadable-image'), failed('timeout'), {})

  expect(pages.map(isDamaged)).toEqual([true, false, false])
})

test('the reason of a refusal is that of a known code', () => {
  const words = ['unreadable-image', 'encrypted-pdf', 'internal'].map(refusalOf)

  expect(words).toEqual(['picture damaged', 'with a password', 'refused'])
})

test.each([
  ['d.png: read', documentOf('done', read('text', 40))],
  ['d.png: no text', documentOf('done', blank)],
  ['d.png: picture damaged', documentOf('failed', failed('unreadable-image'))],
])('%s, is announced', (text, document) => {
  expect(describeEnd({ ...document, filename: 'd.png' })).toBe(text)
})
