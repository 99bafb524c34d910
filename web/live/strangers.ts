import { computed, signal } from '@preact/signals'
import type { DocumentChange } from '../../functions/shared/http/api.ts'

/**
 * Changes of documents that the page does not know: those of others, and its own in the moment
 * before the server's answer says so.
 */
export function createStrangers({ max }: { max: number }) {
  const changes = new Map<string, DocumentChange>()
  const version = signal(0)

  return {
    note(change: DocumentChange) {
      changes.delete(change.id)
      if (change.status !== 'deleted') changes.set(change.id, change)
      const [oldest] = changes.keys()
      if (changes.size > max && oldest !== undefined) changes.delete(oldest)
      version.value += 1
    },
    /** The last change of a document that turned out to be ours. */
    take(id: string): DocumentChange | null {
      const change = changes.get(id) ?? null
      if (changes.delete(id)) version.value += 1
      return change
    },
    /** How many came after that document. */
    countAfter(horizon: () => string) {
      return computed(() => {
        version.value
        let count = 0
        for (const id of changes.keys()) if (id > horizon()) count += 1
        return count
      })
    },
    clear() {
      changes.clear()
      version.value += 1
    },
  }
}

export type Strangers = ReturnType<typeof createStrangers>
