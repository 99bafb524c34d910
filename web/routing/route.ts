/**
 * What the address says: `?q=invoice#/d/<document>/<page>`. Everything that can be linked is in it,
 * nothing else is.
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

/** The address of a route, relative to the page's own; never empty, so that it can be handed to pushState. */
export function toAddress({ query, documentId, page }: Route): string {
  const search = query === '' ? '' : `?${new URLSearchParams({ q: query })}`
  const hash = documentId === null ? '' : documentHash(documentId, page)
  return `./${search}${hash}`
}

export function documentHash(documentId: string, page = 1): string {
  return page === 1 ? `#/d/${documentId}` : `#/d/${documentId}/${page}`
}
