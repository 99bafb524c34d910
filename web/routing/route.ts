import { type Filter, filterEntries, noFilter, parseFilter } from '../library/filter.ts'

/**
 * State in the URL, relative to the page's base: `?status=done&q=invoice`, or `documents/<document>?q=invoice&page=3`.
 * A search shows documents. `#/d/<document>/<page>`, an earlier address of a document, is parsed too.
 */
export interface Route {
  /** View behind an open document, too. */
  view: 'documents' | 'system'
  query: string
  filter: Filter
  documentId: string | null
  /** Null if the address names none. */
  page: number | null
}

type Address = Pick<Location, 'pathname' | 'search' | 'hash'>

export function parseRoute(location: Address): Route {
  const search = new URLSearchParams(location.search)
  const query = search.get('q')?.trim() ?? ''
  const [, idInPath] = /\/documents\/([0-9A-Za-z-]+)$/.exec(location.pathname) ?? []
  const [, idInHash, pageInHash] = earlierAddress.exec(location.hash) ?? []
  const page = idInPath === undefined ? pageInHash : (search.get('page') ?? '')
  return {
    view: location.pathname.endsWith('/system') && query === '' ? 'system' : 'documents',
    ...{ query, filter: parseFilter(search), documentId: idInPath ?? idInHash ?? null },
    page: /^[1-9]\d*$/.test(page ?? '') ? Number(page) : null,
  }
}

const earlierAddress = /^#\/d\/([0-9A-Za-z-]+)(?:\/([1-9]\d*))?$/

export function isEarlierAddress({ hash }: Pick<Location, 'hash'>): boolean {
  return earlierAddress.test(hash)
}

/** Relative URL of a route; never empty, as pushState requires. */
export function toAddress({ view, query, filter, documentId, page }: Route): string {
  const search = new URLSearchParams(filterEntries(filter))
  if (query !== '') search.set('q', query)
  if (documentId !== null && page !== null) search.set('page', String(page))
  const ofView = view === 'system' && query === '' ? './system' : './'
  const path = documentId === null ? ofView : `./documents/${documentId}`
  return search.size === 0 ? path : `${path}?${search}`
}

/** Address of a document, or of one of its pages. */
export function documentAddress(documentId: string, page: number | null = null): string {
  return toAddress({ view: 'documents', query: '', filter: noFilter, documentId, page })
}
