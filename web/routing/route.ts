/**
 * State in the URL: `?q=invoice#/d/<document>/<page>`.
 */
export interface Route {
  query: string
  documentId: string | null
  page: number
}

export function parseRoute({ search, hash }: { search: string; hash: string }): Route {
  const query = new URLSearchParams(search).get('q')?.trim() ?? ''
  const [, documentId, page] = /^#\/d\/([0-9A-Za-z-]+)(?:\/([1-9]\d*))?$/.exec(hash) ?? []
  return { query, documentId: documentId ?? null, page: Number(page ?? 1) }
}

/** Relative URL of a route; never empty, as pushState requires. */
export function toAddress({ query, documentId, page }: Route): string {
  const search = query === '' ? '' : `?${new URLSearchParams({ q: query })}`
  const hash = documentId === null ? '' : documentHash(documentId, page)
  return `./${search}${hash}`
}

export function documentHash(documentId: string, page = 1): string {
  return page === 1 ? `#/d/${documentId}` : `#/d/${documentId}/${page}`
}
