import { expect, test } from 'vitest'
import { createReadings } from './readings.ts'

const at = '2026-11-21T08:00:00Z'
const pages = [
  { id: 'd', page: 1 },
  { id: 'd', page: 2 },
  { id: 'e', page: 1 },
]

function setUp() {
  const readings = createReadings()
  for (const page of pages) readings.add(page)
  const read = () =>
    pages.filter(({ id, page }) => readings.has(id, page)).map(({ id, page }) => `${id}${page}`)
  return { readings, read }
}

test('a page is being read until it has a change', () => {
  const { readings, read } = setUp()
  const before = read()

  readings.apply({ kind: 'page', id: 'd', page: 2, status: 'done', try: 1, change: 1, at })
  readings.apply({ kind: 'document', id: 'd', status: 'processing', change: 2, at })

  expect(before).toEqual(['d1', 'd2', 'e1'])
  expect(read()).toEqual(['d1', 'e1'])
})

test('a deleted document has no page being read', () => {
  const { readings, read } = setUp()

  readings.apply({ kind: 'document', id: 'd', status: 'deleted', change: 1, at })

  expect(read()).toEqual(['e1'])
})

test('clear drops all readings', () => {
  const { readings, read } = setUp()

  readings.clear()

  expect(read()).toEqual([])
})
