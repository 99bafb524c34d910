import type { FoundDocument } from '../../../functions/shared/http/api.ts'
import { type FeedChange, followFeed } from '../../system/change-feed.ts'
import { createClient } from '../../system/glyphflow.ts'

export interface EndState {
  documents: FoundDocument[]
  /** From the first change on. */
  feed: FeedChange[]
}

/** Reads all documents and changes by the HTTP API. */
export async function readEndState(url: string): Promise<EndState> {
  const client = createClient(url)
  const documents: FoundDocument[] = []
  let changes = 0
  for (let cursor: string | null = ''; cursor !== null; ) {
    const list = await client.list(`limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    documents.push(...list.documents)
    ;({ changes, next: cursor } = list)
  }
  const feed: FeedChange[] = []
  const done = new AbortController()
  if (changes > 0) {
    for await (const change of followFeed(url, 0, done.signal)) {
      feed.push(change)
      if (change.change >= changes) done.abort()
    }
  }
  return { documents, feed }
}
