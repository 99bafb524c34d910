import { computed, signal } from '@preact/signals'
import type { DocumentChange } from '../../functions/shared/http/api.ts'

/**
 * Last change of each document that the page does not know: of other clients, and of its own uploads before their
 * response. Keeps the newest `max`.
 */
export function createUnknownChanges({ max }: { max: number }) {
  const changes = new Map<string, DocumentChange>()
  const version = signal(0)

  return {
    add(change: DocumentChange) {
      changes.delete(change.id)
      if (change.status !== 'deleted') changes.set(change.id, change)
      const [oldest] = changes.keys()
      if (changes.size > max && oldest !== undefined) changes.delete(oldest)
      version.value += 1
    },
    /** Removes and gives the last change of a document. */
    take(id: string): DocumentChange | null {
      const change = changes.get(id) ?? null
      if (changes.delete(id)) version.value += 1
      return change
    },
    /** Number of documents newer than that id. */
    countAfter(newestId: () => string) {
      return computed(() => {
        version.value
        let count = 0
        for (const id of changes.keys()) if (id > newestId()) count += 1
        return count
      })
    },
    /** Greatest id; empty if there is none. */
    newestId(): string {
      let newest = ''
      for (const id of changes.keys()) if (id > newest) newest = id
      return newest
    },
    clear() {
      changes.clear()
      version.value += 1
    },
  }
}

export type UnknownChanges = ReturnType<typeof createUnknownChanges>
