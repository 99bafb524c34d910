import type { Document } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import type { Item, Library } from '../library/library.ts'

export interface NearbyDeps {
  api: Pick<Api, 'list'>
  library: Pick<Library, 'update'>
  /** Whether a document must stay loaded wherever it is in the list. */
  isOpen: (id: string) => boolean
  onLoaded: (document: Document) => void
  /** The document was deleted. */
  onGone: (id: string) => void
  wait: (callback: () => void, ms: number) => void
  /** Numbers of entries before and after the shown ones that are loaded, and that stay loaded. */
  around: { loaded: number; kept: number }
}

/** Within it, a fast scroll loads nothing that it only passes. */
const settleMs = 80
const retryMs = 4_000
const maxIds = 200

/**
 * Keeps the documents near the view loaded. Those far from it that have ended are dropped, and loaded again when they
 * come near: the memory of a list does not grow with its texts.
 */
export function createNearby(deps: NearbyDeps) {
  const { api, library, isOpen, onLoaded, onGone, wait, around } = deps
  let near = new Set<Item>()
  let isLoading = false

  const missing = () =>
    [...near].filter((item) => item.id !== null && item.document.peek() === null).slice(0, maxIds)

  async function load() {
    const items = missing()
    if (items.length === 0) {
      isLoading = false
      return
    }
    const ids = items.flatMap(({ id }) => id ?? [])
    try {
      const list = await api.list({ ids: ids.join(','), limit: ids.length })
      const loaded = new Map(list.documents.map(({ snippet: _, ...each }) => [each.id, each]))
      for (const item of items) {
        const document = loaded.get(item.id ?? '')
        // The answer has only a part of the documents, if they have very many pages: the next request has the others.
        if (!document && list.next !== null) continue
        if (!document) onGone(item.id ?? '')
        else if (near.has(item)) {
          library.update(document)
          onLoaded(document)
        }
        // The library has dropped the item meanwhile: no answer would ever load it.
        if (item.document.peek() === null) near.delete(item)
      }
    } catch {
      wait(() => void load(), retryMs)
      return
    }
    await load()
  }

  return {
    /** `entries` are all of the list; those from `from`, without `to`, are shown. */
    set(entries: readonly { item: Item }[], from: number, to: number) {
      const { loaded, kept } = around
      const shown = entries.slice(Math.max(0, from - loaded), to + loaded)
      near = new Set(shown.map(({ item }) => item))
      for (const [index, { item }] of entries.entries()) {
        const isKept = index >= from - kept && index < to + kept
        if (isKept || item.id === null || isOpen(item.id)) continue
        if (item.document.peek()?.finishedAt) item.document.value = null
      }
      if (isLoading || missing().length === 0) return
      isLoading = true
      wait(() => void load(), settleMs)
    },
  }
}
