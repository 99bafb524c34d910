import { expect, test } from 'vitest'
import { toInserts } from './insert.ts'

test('rows become one statement with a name for each value', () => {
  const inserts = toInserts('pages', [
    { seq: 7, page: 1 },
    { seq: 7, page: 2 },
  ])

  expect(inserts).toEqual([
    {
      sql: 'INSERT INTO pages (seq, page) VALUES (:seq0, :page0), (:seq1, :page1)',
      values: { seq0: 7, page0: 1, seq1: 7, page1: 2 },
    },
  ])
})

test('rows beyond the limit of values become several statements', () => {
  const rows = Array.from({ length: 2500 }, (_, page) => ({ page }))

  const sizes = toInserts('pages', rows).map(({ values }) => Object.keys(values).length)

  expect(sizes).toEqual([1000, 1000, 500])
  expect(toInserts('pages', [])).toEqual([])
})
