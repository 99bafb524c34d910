import { signal } from '@preact/signals'
import type { Document, DocumentChange } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { type Batch, createBatch } from './batch.ts'
import { summarise } from './batch-progress.ts'

export interface BatchesDeps {
  api: Pick<Api, 'list'>
  /** Survives a reload, not the tab. */
  storage: Pick<Storage, 'getItem' | 'setItem'>
  now: () => number
  announce: (text: string) => void
}

const storageKey = 'glyphflow.batches'

/** Batches of this tab: counted from the change feed, with a summary when they end. */
export function createBatches({ api, storage, now, announce }: BatchesDeps) {
  const shown = signal<readonly Batch[]>([])

  function show(batches: readonly Batch[]) {
    shown.value = batches
    storage.setItem(storageKey, JSON.stringify(batches.map(({ id }) => id)))
  }

  function start(id: string, uploading: number): Batch {
    const batch = createBatch({ id, uploading, now })
    show([batch, ...shown.value.filter(({ isRunning }) => isRunning.value)])
    return batch
  }

  async function load(id: string): Promise<Document[]> {
    const documents: Document[] = []
    let cursor: string | null | undefined
    do {
      const list = await api.list({ batch: id, limit: 200, ...(cursor && { cursor }) })
      documents.push(...list.documents)
      cursor = list.next
    } while (cursor)
    return documents
  }

  /** Sets and announces the summary of a batch that has ended. */
  async function settle(batch: Batch) {
    if (batch.isRunning.value || batch.summary.value !== null) return
    batch.summary.value = summarise(batch.tally.value, null)
    // Not loaded again, with all texts, unless the times are unknown.
    if (tookMs(batch) === null)
      for (const each of await load(batch.id).catch(() => [])) batch.add(each)
    if (!shown.value.includes(batch)) return
    batch.summary.value = summarise(batch.tally.value, tookMs(batch))
    announce(batch.summary.value)
  }

  async function refresh(batch: Batch): Promise<Document[]> {
    const documents = await load(batch.id)
    for (const document of documents) batch.add(document)
    await settle(batch)
    return documents
  }

  function find(id: string | null): Batch | undefined {
    return shown.value.find((batch) => batch.id === id)
  }

  return {
    shown,
    start,
    find,
    settle,
    refresh,
    dismiss: (batch: Batch) => show(shown.value.filter((other) => other !== batch)),
    apply(change: DocumentChange) {
      for (const batch of shown.value) {
        if (!batch.has(change.id)) continue
        batch.apply(change)
        if (batch.isRunning.value) batch.summary.value = null
        else void settle(batch)
      }
    },
    /** Restores the tab's batches after a reload, without those that have no document left. */
    async restore() {
      show(readIds(storage.getItem(storageKey)).map((id) => createBatch({ id, uploading: 0, now })))
      await Promise.all(
        shown.value.map(async (batch) => {
          const documents = await refresh(batch).catch(() => null)
          if (documents?.length === 0) show(shown.value.filter((other) => other !== batch))
        }),
      )
    },
    /** For use after a gap in the change feed. */
    async refreshAll() {
      await Promise.allSettled(shown.value.map(refresh))
    },
  }
}

export type Batches = ReturnType<typeof createBatches>

/** Time from the first upload to the last result, by the server's clock; null if it is unknown. */
function tookMs(batch: Batch): number | null {
  const { createdAtMs, endedAtMs } = batch.times()
  const endMs = endedAtMs.at(-1)
  return createdAtMs === null || endMs === undefined ? null : endMs - createdAtMs
}

function readIds(json: string | null): string[] {
  try {
    const ids: unknown = JSON.parse(json ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
