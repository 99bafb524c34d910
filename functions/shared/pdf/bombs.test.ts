import { expect, test } from 'vitest'
import { bombs } from './bombs.fixture.ts'
import { openPdf } from './open-pdf.ts'
import { sourceOf } from './pdf.fixture.ts'

/** Number of pages, and what the first of them does; the longer bombs are left to `npm run fuzz:pdf`. */
test.each([
  ['one page, listed 10,000 times', 10_000, 'is rendered'],
  ['a count of two thousand million pages', 1, 'is rendered'],
  ['a tree of pages that contains itself', 2, 'is rendered'],
  ['an image of 60,000 × 60,000 px', 1, 'is rendered'],
  ['a form that draws itself', 1, 'memory'],
  ['a pattern of tiny tiles', 1, 'time'],
  ['a table of objects that follows itself', 0, 'broken'],
])('%s: %i pages, of which the first %s', async (name, pageCount, expected) => {
  const document = bombs[name]?.() ?? expect.fail('Expected a bomb')
  let opened = 0
  const answerMs = expected === 'time' ? 4000 : 60_000

  const outcome = await openPdf({ ...sourceOf(document), answerMs })
    .then(async (pdf) => {
      opened = pdf.pageCount
      await pdf.render(1).finally(pdf.close)
      return 'is rendered'
    })
    .catch(({ fault }) => fault)

  expect([opened, outcome]).toEqual([pageCount, expected])
})
