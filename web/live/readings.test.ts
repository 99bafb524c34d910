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
  for (const page of pages) readings.note(page)
  const read = () =>
    pages.filter(({ id, page }) => readings.isRead(id, page)).map(({ id, page }) => `${id}${page}`)
  return { readings, read }
}

test('a page is read until something becomes of it', () => {
  const { readings, read } = setUp()
  const before = read()

  readings.apply({ kind: 'page', id: 'd', page: 2, status: 'done', try: 1, change: 1, at })
  readings.apply({ kind: 'document', id: 'd', status: 'processing', change: 2, at })

  expect(before).toEqual(['d1', 'd2', 'e1'])
  expect(read()).toEqual(['d1', 'e1'])
})

test('of a document that is deleted nothing is read', () => {
  const { readings, read } = setUp()

  readings.apply({ kind: 'document', id: 'd', status: 'deleted', change: 1, at })

  expect(read()).toEqual(['e1'])
})

test('nothing is known of the time without a connection', () => {
  const { readings, read } = setUp()

  readings.clear()

  expect(read()).toEqual([])
})
