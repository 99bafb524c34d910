import { computed, signal } from '@preact/signals'
import type { Document, DocumentChange } from '../../functions/shared/http/api.ts'
import { isFinished, ratePerSecond, timeLeftMs, toTally } from './batch-progress.ts'

interface Member {
  status: Document['status']
  /** Number of the change that set `status`. */
  changes: number
  /** Times by the server's clock, in Unix ms; null if unknown. */
  createdAtMs: number | null
  endedAtMs: number | null
}

type Known = Pick<Document, 'id' | 'status' | 'changes'> &
  Partial<Pick<Document, 'createdAt' | 'finishedAt'>>

/** Progress of the documents of one submission. `uploading`: number of uploads without a document yet. */
export function createBatch(options: { id: string; uploading: number; now: () => number }) {
  const { id, now } = options
  const sinceMs = now()
  const members = new Map<string, Member>()
  const endTimesMs: number[] = []
  const uploading = signal(options.uploading)
  const refused = signal(0)
  const accepted = signal(0)
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
    members.set(documentId, {
      ...member,
      createdAtMs: member.createdAtMs ?? known?.createdAtMs ?? null,
      endedAtMs: hasEnded(member) ? (member.endedAtMs ?? known?.endedAtMs ?? null) : null,
    })
    if (known && !hasEnded(known) && hasEnded(member)) endTimesMs.push(now())
    version.value += 1
  }

  return {
    id,
    tally,
    /** Null until the batch has ended. */
    summary,
    isRunning: computed(() => !isFinished(tally.value)),
    /** Every upload was accepted, refused or cancelled. */
    isSent: computed(() => uploading.value === 0),
    /** Uploads of this tab: how many were accepted, of how many, and how many are left. */
    uploaded: computed(() => ({
      done: accepted.value,
      of: accepted.value + refused.value + uploading.value,
      left: uploading.value,
    })),
    has: (documentId: string) => members.has(documentId),
    add({ id: documentId, status, changes, createdAt, finishedAt }: Known) {
      // The times of a document that was not loaded yet are this browser's.
      const isLoaded = changes > 0
      set(documentId, {
        ...{ status, changes },
        createdAtMs: isLoaded && createdAt ? Date.parse(createdAt) : null,
        endedAtMs: isLoaded && finishedAt ? Date.parse(finishedAt) : null,
      })
    },
    accepted(document: Known) {
      uploading.value -= 1
      accepted.value += 1
      this.add(document)
    },
    refused() {
      uploading.value -= 1
      refused.value += 1
    },
    /** A refused upload is sent again. */
    retried() {
      refused.value -= 1
      uploading.value += 1
      summary.value = null
    },
    /** The user cancelled uploads before they were accepted. */
    cancelled(count: number) {
      uploading.value -= count
    },
    apply({ id: documentId, status, change, at }: DocumentChange) {
      if (!members.has(documentId)) return
      if (status !== 'deleted') {
        const times = { createdAtMs: null, endedAtMs: Date.parse(at) }
        return set(documentId, { status, changes: change, ...times })
      }
      members.delete(documentId)
      version.value += 1
    },
    /** When documents were created first and ended, ascending: by the server's clock, in Unix ms, as far as known. */
    times() {
      version.value
      const created = [...members.values()].flatMap(({ createdAtMs }) => createdAtMs ?? [])
      const ended = [...members.values()].flatMap(({ endedAtMs }) => endedAtMs ?? [])
      return {
        createdAtMs: created.length === 0 ? null : Math.min(...created),
        endedAtMs: ended.sort((a, b) => a - b),
      }
    },
    /** A function, not a signal: the pace changes with time alone. */
    pace() {
      const perSecond = ratePerSecond(endTimesMs, { sinceMs, nowMs: now() })
      return { perSecond, leftMs: timeLeftMs(tally.value, perSecond) }
    },
  }
}

export type Batch = ReturnType<typeof createBatch>

function hasEnded({ status }: Member): boolean {
  return status === 'done' || status === 'failed' || status === 'partial'
}
