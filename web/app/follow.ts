import type { Document } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import type { Batches } from '../batch/batches.ts'
import type { Library } from '../library/library.ts'
import type { Search } from '../library/search.ts'
import { type Change, isNews } from '../live/change.ts'
import { createRefetcher } from '../live/refetcher.ts'
import type { Strangers } from '../live/strangers.ts'

export interface FollowerDeps {
  api: Pick<Api, 'get'>
  library: Library
  search: Pick<Search, 'remove'>
  batches: Pick<Batches, 'apply'>
  strangers: Strangers
  /** A single picture of this tab has been read, or not. */
  onEnded: (document: Document) => void
}

/** What a change of the feed does to the page. */
export function createFollower(deps: FollowerDeps) {
  const { api, library, search, batches, strangers, onEnded } = deps
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
    // Before the item is no document any more.
    search.remove(id)
    library.removeDocument(id)
  }

  function follow(change: Change) {
    if (change.kind === 'document') {
      batches.apply(change)
      if (change.status === 'deleted') remove(change.id)
    }
    const document = library.find(change.id)?.document.peek()
    if (document && isNews(change, document)) refetcher.ask(change.id, change.change)
    if (!document && change.kind === 'document') strangers.note(change)
  }

  return {
    follow,
    remove,
    refetch: refetcher.ask,
    /** A document that is ours since now: what the feed said of it before was not for nothing. */
    welcome(document: Document) {
      const change = strangers.take(document.id)
      if (change) follow({ kind: 'document', ...change })
      else if (document.status !== 'queued') refetcher.ask(document.id)
    },
  }
}

export type Follower = ReturnType<typeof createFollower>
