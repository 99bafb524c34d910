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
  api: Pick<Api, 'get'>
  library: Library
  search: Pick<Search, 'remove'>
  batches: Pick<Batches, 'apply'>
  unknownChanges: UnknownChanges
  /** A document uploaded by this tab outside of a batch has finished. */
  onEnded: (document: Document) => void
}

/** Applies the feed's changes to the page. */
export function createFollower(deps: FollowerDeps) {
  const { api, library, search, batches, unknownChanges, onEnded } = deps
  /** Last changes of listed documents that are not loaded: they are not newer ones. */
  const unloadedChanges = createUnknownChanges({ max: 5_000 })
  const refetcher = createRefetcher({
    fetch,
    wait: (callback) => setTimeout(callback, 3_000),
    maxAtOnce: 4,
  })

  async function fetch(id: string): Promise<number> {
    try {
      const document = await api.get(id)
      const item = library.find(id)
      const before = item?.document.peek()
      library.update(document)
      if (item?.upload?.batch === null && !before?.finishedAt && document.finishedAt) {
        onEnded(document)
      }
      return document.changes
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error
      remove(id)
      return Number.POSITIVE_INFINITY
    }
  }

  function remove(id: string) {
    refetcher.forget(id)
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
    if (document && needsRefetch(change, document)) refetcher.request(change.id, change.change)
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
    refetch: refetcher.request,
    /** Tracks a new document, which its upload's response describes only in part. */
    track(document: Document) {
      if (!catchUp(document) && document.status !== 'queued') refetcher.request(document.id)
    },
  }
}

export type Follower = ReturnType<typeof createFollower>
