import { batch, signal } from '@preact/signals'
import type { Api } from '../api/api.ts'
import { reasonOf } from '../api/api-problem.ts'
import type { Notices } from '../app/notices.ts'
import { formatCount } from '../format/quantity.ts'

export interface DeletionsDeps {
  api: Pick<Api, 'removeAll'>
  notices: Pick<Notices, 'show' | 'dismiss'>
  /** Documents were deleted. */
  onDeleted: (id: string) => void
  /** Calls back later; gives the function that prevents it. */
  wait: (callback: () => void, ms: number) => () => void
}

interface Deletion {
  ids: readonly string[]
  notice: number
  cancel: () => void
}

const undoMs = 10_000
const maxIdsAtOnce = 200

/**
 * Deletes documents 10 s after the user has asked for it, or when the page is left. Until then they are only hidden,
 * and the deletion can be undone.
 */
export function createDeletions({ api, notices, onDeleted, wait }: DeletionsDeps) {
  const hidden = signal<ReadonlySet<string>>(new Set())
  const pending = new Set<Deletion>()

  function show(ids: readonly string[]) {
    const next = new Set(hidden.value)
    for (const id of ids) next.delete(id)
    hidden.value = next
  }

  function undo(deletion: Deletion) {
    if (!end(deletion)) return
    show(deletion.ids)
  }

  /** False if it had ended. */
  function end(deletion: Deletion): boolean {
    deletion.cancel()
    notices.dismiss(deletion.notice)
    return pending.delete(deletion)
  }

  async function send(deletion: Deletion) {
    if (!end(deletion)) return
    const parts: string[][] = []
    for (let from = 0; from < deletion.ids.length; from += maxIdsAtOnce) {
      parts.push(deletion.ids.slice(from, from + maxIdsAtOnce))
    }
    const remove = async (ids: string[]) => {
      await api.removeAll(ids)
      batch(() => ids.forEach(onDeleted))
    }
    try {
      // Of a page that is left, only what was sent at once arrives.
      await Promise.all(parts.map(remove))
    } catch (error) {
      notices.show(`Not everything could be deleted: ${reasonOf(error)}`)
    }
    show(deletion.ids)
  }

  return {
    /** Ids of documents that the user has deleted, shown nowhere. */
    hidden,
    add(ids: readonly string[]) {
      if (ids.length === 0) return
      hidden.value = new Set([...hidden.value, ...ids])
      const deletion: Deletion = {
        ids,
        notice: notices.show(`${formatCount(ids.length, 'document')} deleted`, {
          forMs: undoMs,
          action: { label: 'Undo', run: () => undo(deletion) },
        }),
        cancel: wait(() => void send(deletion), undoMs),
      }
      pending.add(deletion)
    },
    /** False if there is nothing to undo. */
    undoLast(): boolean {
      const last = [...pending].at(-1)
      if (last) undo(last)
      return last !== undefined
    },
    /** To be called when the page is left. */
    sendAll() {
      for (const deletion of pending) void send(deletion)
    },
  }
}

export type Deletions = ReturnType<typeof createDeletions>
