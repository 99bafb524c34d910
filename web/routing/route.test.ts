import { expect, test } from 'vitest'
import { noFilter } from '../library/filter.ts'
import { isEarlierAddress, parseRoute, type Route, toAddress } from './route.ts'

const id = '0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f'
const view = 'documents' as const
const filter = noFilter

test.each([
  ['/', { view, query: '', filter, documentId: null, page: null }],
  ['/?q=till+receipt', { view, query: 'till receipt', filter, documentId: null, page: null }],
  [`/documents/${id}`, { view, query: '', filter, documentId: id, page: null }],
  [`/documents/${id}?q=a%26b&page=3`, { view, query: 'a&b', filter, documentId: id, page: 3 }],
  [
    '/?status=failed&from=2026-11-01&q=a',
    {
      ...{ view, query: 'a', documentId: null, page: null },
      filter: { ...filter, status: 'failed', from: '2026-11-01' },
    },
  ],
  ['/system', { view: 'system', query: '', filter, documentId: null, page: null }],
] satisfies [string, Route][])('%s is parsed, and formatted as it was', (address, route) => {
  for (const base of ['http://localhost/', 'http://localhost/behind/']) {
    const url = new URL(`.${address}`, base)

    expect(parseRoute(url)).toEqual(route)
    expect(new URL(toAddress(route), base).href).toBe(url.href)
  }
})

test.each([
  [`/#/d/${id}`, { view, query: '', filter, documentId: id, page: null }],
  [`/?q=a%26b#/d/${id}/3`, { view, query: 'a&b', filter, documentId: id, page: 3 }],
  [`/system#/d/${id}`, { view: 'system', query: '', filter, documentId: id, page: null }],
] as const)('the earlier address %s opens the document', (address, route) => {
  const url = new URL(address, 'http://localhost')

  expect(isEarlierAddress(url)).toBe(true)
  expect(parseRoute(url)).toEqual(route)
})

test.each(['#/d/', '#/d/../v1', `#/d/${id}/0`, `#/d/${id}/x`, '#elsewhere'])(
  'a hash without a valid document (%s) opens none',
  (hash) => {
    expect(parseRoute({ pathname: '/', search: '', hash }).documentId).toBeNull()
  },
)

test.each(['0', '-1', 'x', '1.5', ''])('the page %j is none', (page) => {
  const address = { pathname: `/documents/${id}`, search: `?page=${page}`, hash: '' }

  expect(parseRoute(address).page).toBeNull()
})

test('blanks around a query are trimmed', () => {
  expect(parseRoute({ pathname: '/', search: '?q=%20%20', hash: '' }).query).toBe('')
})

test('a search shows documents', () => {
  expect(parseRoute({ pathname: '/system', search: '?q=a', hash: '' }).view).toBe('documents')
})
