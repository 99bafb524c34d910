import type { TakenRecord, TopicRecord } from './topic-log.ts'
import { createWindow, type OpenRecord, type Progress } from './window.ts'

/** Records of one partition that were read from the log, and those that were taken and are not finished. */
export interface Partition {
  readonly number: number
  /** The offset at which the next read begins. */
  next(): number
  /**
   * Adds what was read from `from` on; `next` is the offset after it, those without a record included.
   * False for what would leave a gap: it was asked for when the partition stood elsewhere.
   */
  receive(fetched: Fetched): boolean
  /** The next record to deliver, unless `maxOpen` are unfinished. */
  take(maxOpen: number): TakenRecord | null
  attempted(offset: number, attempts: number): void
  finish(offset: number): void
  /** To be saved for the group. */
  progress(): Progress
  /** Read and not taken. */
  queuedBytes(): number
  /** Taken and not finished. */
  openBytes(): number
}

export interface Fetched {
  from: number
  /** Ascending, and perhaps from before `from`. */
  records: TopicRecord[]
  next: number
}

/** What a record takes beside its value. */
const recordBytes = 500

export function createPartition(number: number, progress: Progress): Partition {
  const window = createWindow(progress)
  /** Records that were open before and are still to be read; ascending. */
  let again: OpenRecord[] = progress.open
  let next = progress.open[0]?.offset ?? progress.position
  const queue: TakenRecord[] = []
  const open = new Map<number, number>()
  let queuedBytes = 0
  let openBytes = 0

  function enqueue(record: TopicRecord) {
    const [left] = again
    // Finished long ago: it lies between those that were not.
    if (record.offset < progress.position && record.offset !== left?.offset) return
    const attempts = record.offset === left?.offset ? left.attempts : 0
    if (record.offset === left?.offset) again = again.slice(1)
    queue.push({ ...record, attempts })
    queuedBytes += sizeOf(record)
  }

  /** What is open and was not there is gone from the log. */
  function dropGone(before: number) {
    for (const { offset } of again) if (offset < before) window.finish(offset)
    again = again.filter(({ offset }) => offset >= before)
  }

  /** The first offset that was never handed over. */
  function position(): number {
    const waiting = queue.find(({ offset }) => offset >= window.position())
    return waiting?.offset ?? Math.max(window.position(), next)
  }

  return {
    number,
    next: () => next,
    receive({ from, records, next: end }) {
      if (from > next) return false
      for (const record of records) {
        if (record.offset < next) continue
        dropGone(record.offset)
        enqueue(record)
      }
      dropGone(end)
      // What was finished between two open records is not read.
      next = Math.max(next, end, again[0]?.offset ?? progress.position)
      return true
    },
    take(maxOpen) {
      const [record] = queue
      if (!record) return null
      const isNew = record.offset >= window.position()
      if (isNew && window.size() >= maxOpen) return null
      queue.shift()
      if (isNew) window.begin(record.offset)
      open.set(record.offset, sizeOf(record))
      queuedBytes -= sizeOf(record)
      openBytes += sizeOf(record)
      return record
    },
    attempted: (offset, attempts) => window.attempted(offset, attempts),
    finish(offset) {
      window.finish(offset)
      openBytes -= open.get(offset) ?? 0
      open.delete(offset)
    },
    progress: () => ({ position: position(), open: window.progress().open }),
    queuedBytes: () => queuedBytes,
    openBytes: () => openBytes,
  }
}

function sizeOf({ value }: TopicRecord): number {
  return recordBytes + (value?.byteLength ?? 0)
}
