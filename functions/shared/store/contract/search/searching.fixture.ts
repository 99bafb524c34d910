import type { Store } from '../../store.ts'

export async function search(store: Store, query: string) {
  return (await store.documents({ query, limit: 100 })).documents
}

export async function found(store: Store, query: string) {
  return (await search(store, query)).map(({ id }) => id)
}
