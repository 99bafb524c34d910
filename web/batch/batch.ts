import { computed, signal } from '@preact/signals'
import type { Document, DocumentChange } from '../../functions/shared/http/api.ts'
import { isFinished, ratePerSecond, timeLeftMs, toTally } from './batch-progress.ts'

interface Member {
  status: Document['status']
  /** The change that this is true at. */
  changes: number
}

/** Follows the documents of one submission. `uploading` are files that are not documents yet. */
export function createBatch(options: { id: string; uploading: number; now: () => number }) {
  const { id, now } = options
  const sinceMs = now()
  const members = new Map<string, Member>()
  const endings: number[] = []
  const uploading = signal(options.uploading)
  const refused = signal(0)
  const version = signal(0)
  const summary = signal<string | null>(null)

  const tally = computed(() => {
    version.value
    const statuses = [...members.values()].map(({ status }) => status)
    return toTally(statuses, { refused: refused.value, uploading: uploading.value })
  })

  function set(documentId: string, member: Member) {
    const known = members.get(documentId)
    if (known && known.changes > member.changes) return
    members.set(documentId, member)
    if (known && !hasEnded(known) && hasEnded(member)) endings.push(now())
    version.value += 1
  }

  return {
    id,
    tally,
    /** What there is to say when it has ended; null until then. */
    summary,
    isRunning: computed(() => !isFinished(tally.value)),
    /** Each of its files is a document now, or never will be. */
    isSent: computed(() => uploading.value === 0),
    has: (documentId: string) => members.has(documentId),
    add(document: Pick<Document, 'id' | 'status' | 'changes'>) {
      set(document.id, { status: document.status, changes: document.changes })
    },
    accepted(document: Pick<Document, 'id' | 'status' | 'changes'>) {
      uploading.value -= 1
      this.add(document)
    },
    refused() {
      uploading.value -= 1
      refused.value += 1
    },
    /** The person took a file back before it was a document. */
    cancelled() {
      uploading.value -= 1
    },
    apply({ id: documentId, status, change }: DocumentChange) {
      if (!members.has(documentId)) return
      if (status !== 'deleted') return set(documentId, { status, changes: change })
      members.delete(documentId)
      version.value += 1
    },
    /** Measured when asked: it changes with time also when nothing happens. */
    pace() {
      const perSecond = ratePerSecond(endings, { sinceMs, nowMs: now() })
      return { perSecond, leftMs: timeLeftMs(tally.value, perSecond) }
    },
  }
}

export type Batch = ReturnType<typeof createBatch>

function hasEnded({ status }: Member): boolean {
  return status === 'done' || status === 'failed' || status === 'partial'
}
