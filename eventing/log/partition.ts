import type { TakenRecord, TopicRecord } from './topic-log.ts'
import type { OpenRecord, Progress } from './window.ts'

/** One partition's queue of fetched records, and its taken records that are not finished. */
export interface Partition {
  readonly number: number
  /** Offset at which the next read begins. */
  next(): number
  /**
   * Adds the records read from offset `from` on. False if they would leave a gap: the fetch was sent for an
   * earlier position of the partition.
   */
  receive(fetched: Fetched): boolean
  /** The next record to deliver, unless `maxOpen` are unfinished. */
  take(maxOpen: number): TakenRecord | null
  attempted(offset: number, attempts: number): void
  finish(offset: number): void
  /** The group's progress, to be saved. */
  progress(): Progress
  /** Size of the records read and not taken. */
  queuedBytes(): number
  /** Size of the records taken and not finished. */
  openBytes(): number
}

export interface Fetched {
  from: number
  /** Ascending; may begin before `from`. */
  records: TopicRecord[]
  /** Offset after the fetch, offsets without a record included. */
  next: number
}

/** Estimated size of a record without its value. */
const overheadBytes = 500

export function createPartition(number: number, progress: Progress): Partition {
  /** First offset never handed out. */
  let firstNew = progress.position
  /** Attempts at each open record. Ascending: earlier ones come first, and new ones are handed out in order. */
  const attemptsAt = new Map(progress.open.map(({ offset, attempts }) => [offset, attempts]))
  /** Records open at the start that have not been read yet; ascending. */
  let unread: OpenRecord[] = progress.open
  let next = progress.open[0]?.offset ?? progress.position
  const queue: TakenRecord[] = []
  /** Size of each open record that was taken. */
  const takenBytes = new Map<number, number>()
  let queuedBytes = 0
  let openBytes = 0

  function enqueue(record: TopicRecord) {
    const [first] = unread
    const isOpen = record.offset === first?.offset
    // Already finished: it lies between open records.
    if (record.offset < progress.position && !isOpen) return
    if (isOpen) unread = unread.slice(1)
    queue.push({ ...record, attempts: isOpen ? first.attempts : 0 })
    queuedBytes += sizeOf(record)
  }

  /** Finishes open records that the log no longer has. */
  function finishMissing(before: number) {
    for (const { offset } of unread) if (offset < before) attemptsAt.delete(offset)
    unread = unread.filter(({ offset }) => offset >= before)
  }

  function position(): number {
    const waiting = queue.find(({ offset }) => offset >= firstNew)
    return waiting?.offset ?? Math.max(firstNew, next)
  }

  return {
    number,
    next: () => next,
    receive({ from, records, next: end }) {
      if (from > next) return false
      for (const record of records) {
        if (record.offset < next) continue
        finishMissing(record.offset)
        enqueue(record)
      }
      finishMissing(end)
      // Skips finished records before the next open one.
      next = Math.max(next, end, unread[0]?.offset ?? progress.position)
      return true
    },
    take(maxOpen) {
      const [record] = queue
      if (!record) return null
      const isNew = record.offset >= firstNew
      if (isNew && attemptsAt.size >= maxOpen) return null
      queue.shift()
      if (isNew) {
        attemptsAt.set(record.offset, 0)
        firstNew = record.offset + 1
      }
      takenBytes.set(record.offset, sizeOf(record))
      queuedBytes -= sizeOf(record)
      openBytes += sizeOf(record)
      return record
    },
    attempted(offset, attempts) {
      if (attemptsAt.has(offset)) attemptsAt.set(offset, attempts)
    },
    finish(offset) {
      attemptsAt.delete(offset)
      openBytes -= takenBytes.get(offset) ?? 0
      takenBytes.delete(offset)
    },
    progress: () => ({
      position: position(),
      open: [...attemptsAt].map(([offset, attempts]) => ({ offset, attempts })),
    }),
    queuedBytes: () => queuedBytes,
    openBytes: () => openBytes,
  }
}

function sizeOf({ value }: TopicRecord): number {
  return overheadBytes + (value?.byteLength ?? 0)
}
