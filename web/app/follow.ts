import type { Document } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import type { Batches } from '../batch/batches.ts'
import type { Library } from '../library/library.ts'
import type { Search } from '../library/search.ts'
import { type Change, needsRefetch } from '../live/change.ts'
import { createRefetcher } from '../live/refetcher.ts'
import { createUnknownChanges, type UnknownChanges } from '../live/unknown-changes.ts'

export interface FollowerDeps {
  api: Pick<Api, 'get' | 'page'>
  library: Library
  search: Pick<Search, 'remove'>
  batches: Pick<Batches, 'apply'>
  unknownChanges: UnknownChanges
  /** A document uploaded by this tab outside of a batch has finished. */
  onEnded: (document: Document) => void
}

/** Number of pages above which the pages that have changed are fetched alone: they come with their words. */
const maxWholePages = 20
const maxSinglePages = 8

/** Applies the feed's changes to the page. */
export function createFollower(deps: FollowerDeps) {
  const { api, library, search, batches, unknownChanges, onEnded } = deps
  /** Last changes of listed documents that are not loaded: they are not newer ones. */
  const unloadedChanges = createUnknownChanges({ max: 5_000 })
  const refetcher = createRefetcher({
    fetch,
    wait: setTimeout,
    now: () => performance.now(),
    maxAtOnce: 4,
  })

  /** Pages of a document that alone have changed since its last fetch; null for the whole document. */
  const changedPages = new Map<string, Set<number> | null>()

  function refetch(id: string, change?: number, page?: number) {
    const pages = changedPages.has(id) ? changedPages.get(id) : new Set<number>()
    const isWhole = !pages || page === undefined || pages.size === maxSinglePages
    changedPages.set(id, isWhole ? null : pages.add(page))
    refetcher.request(id, change)
  }

  async function fetchPages(id: string, pages: Iterable<number>, change: number): Promise<number> {
    const loaded = await Promise.all([...pages].map((page) => api.page(id, page, 'corrected')))
    const withoutWords = loaded.map(({ words, wordsOmitted, ...page }) => page)
    library.updatePages(id, withoutWords, change)
    return change
  }

  async function fetch(id: string, change: number): Promise<number> {
    const pages = changedPages.get(id) ?? null
    changedPages.delete(id)
    try {
      if (pages !== null) return await fetchPages(id, pages, change)
      const document = await api.get(id)
      const item = library.find(id)
      const before = item?.document.peek()
      library.update(document)
      if (item?.upload?.batch === null && !before?.finishedAt && document.finishedAt) {
        onEnded(document)
      }
      return document.changes
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) {
        changedPages.set(id, null)
        throw error
      }
      remove(id)
      return Number.POSITIVE_INFINITY
    }
  }

  function remove(id: string) {
    refetcher.forget(id)
    changedPages.delete(id)
    // First: the search finds the item by its document, which removeDocument clears.
    search.remove(id)
    library.removeDocument(id)
  }

  function follow(change: Change) {
    if (change.kind === 'document') {
      batches.apply(change)
      if (change.status === 'deleted') remove(change.id)
    }
    const item = library.find(change.id)
    const document = item?.document.peek()
    if (document && needsRefetch(change, document)) {
      const isAlone = document.pages.length > maxWholePages && change.kind === 'page'
      refetch(change.id, change.change, isAlone ? change.page : undefined)
    }
    if (!document && change.kind === 'document') {
      const changes = item ? unloadedChanges : unknownChanges
      changes.add(change)
    }
  }

  /** Applies a change of a loaded document that the feed delivered before its response. */
  function catchUp(document: Pick<Document, 'id'>): boolean {
    const change = unknownChanges.take(document.id) ?? unloadedChanges.take(document.id)
    if (change) follow({ kind: 'document', ...change })
    return change !== null
  }

  return {
    follow,
    remove,
    catchUp,
    refetch: (id: string) => refetch(id),
    /** Tracks a new document, which its upload's response describes only in part. */
    track(document: Document) {
      if (!catchUp(document) && document.status !== 'queued') refetch(document.id)
    },
  }
}

export type Follower = ReturnType<typeof createFollower>
