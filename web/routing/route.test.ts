import { expect, test } from 'vitest'
import { parseRoute, toAddress } from './route.ts'

const id = '0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f'

test.each([
  ['', '', { query: '', documentId: null, page: 1 }],
  ['?q=till%20receipt', '', { query: 'till receipt', documentId: null, page: 1 }],
  ['', `#/d/${id}`, { query: '', documentId: id, page: 1 }],
  ['?q=a%26b', `#/d/${id}/3`, { query: 'a&b', documentId: id, page: 3 }],
])('%s%s is parsed, and formatted as it was', (search, hash, route) => {
  expect(parseRoute({ search, hash })).toEqual(route)
  expect(parseRoute(new URL(toAddress(route), 'http://localhost'))).toEqual(route)
})

test.each(['#/d/', '#/d/../v1', `#/d/${id}/0`, `#/d/${id}/x`, '#elsewhere'])(
  'a hash without a valid document (%s) opens none',
  (hash) => {
    expect(parseRoute({ search: '', hash }).documentId).toBeNull()
  },
)

test('blanks around a query are trimmed', () => {
  expect(parseRoute({ search: '?q=%20%20', hash: '' }).query).toBe('')
})
