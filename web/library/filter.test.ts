import { expect, test } from 'vitest'
import { filterEntries, noFilter, parseFilter, toDay, toListQuery } from './filter.ts'

const parse = (query: string) => parseFilter(new URLSearchParams(query))

test.each(['status=failed&kind=pdf&batch=a%26b&from=2026-11-01&to=2026-11-30', 'kind=image', ''])(
  '%j is parsed, and formatted as it was',
  (query) => {
    expect(String(new URLSearchParams(filterEntries(parse(query))))).toBe(query)
  },
)

test.each([
  ...['status=sleeping', 'kind=', 'batch=', 'from=2026-13-01', 'to=today', 'from=2026-1-1'],
  ...['to=9999-12-31', 'from=0000-01-01'],
])('%s filters nothing', (query) => {
  expect(parse(query)).toEqual(noFilter)
})

test('no day gives a time that the API refuses', () => {
  const { createdBefore } = toListQuery(parse('to=9998-12-31'))

  expect(createdBefore).toMatch(/^\d{4}-/)
})

test('the last day belongs to the documents', () => {
  const query = toListQuery({ ...noFilter, from: '2026-10-24', to: '2026-10-25' })

  expect(query).toEqual({
    createdAfter: new Date(2026, 9, 24).toISOString(),
    createdBefore: new Date(2026, 9, 26).toISOString(),
  })
  expect(toListQuery(noFilter)).toEqual({})
})

test('a day is local', () => {
  expect(toDay(new Date(2026, 0, 9, 23, 59))).toBe('2026-01-09')
})
