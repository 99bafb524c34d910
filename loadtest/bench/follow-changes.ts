import type { DocumentChange } from '../../functions/shared/http/api.ts'
import { followFeed } from '../system/change-feed.ts'
import type { Client } from '../system/glyphflow.ts'

/** Calls `onEnd` for each document that finishes from now on. */
export async function followChanges(client: Client, onEnd: (change: DocumentChange) => void) {
  const { changes } = await client.list('limit=1')
  const closing = new AbortController()
  async function follow() {
    for await (const change of followFeed(client.url, changes, closing.signal)) {
      if (change.kind !== 'document') continue
      if (['done', 'failed', 'partial'].includes(change.status)) onEnd(change)
    }
  }
  const following = follow()
  return {
    async close() {
      closing.abort()
      await following
    },
  }
}
