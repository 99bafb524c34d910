import { createShares } from '../../../eventing/source/shares.ts'
import { createFifo, type Job } from './replicas.ts'

export interface ReadersOptions {
  readers: number
  partitions: number
  /** Deliveries of all readers that are in flight at a time. */
  slots: number
  random: () => number
  deliver: (job: Job) => void
}

/**
 * Source processes that share the partitions of a topic: each delivers the records of its partitions in order, as many
 * at once as its share of the slots. Partitions are chosen at random, as by the hash of a key.
 */
export function createReaders({ readers, partitions, slots, random, deliver }: ReadersOptions) {
  const all = Array.from({ length: Math.min(readers, partitions) }, (_, index) => {
    const owned = Math.ceil((partitions - index) / Math.min(readers, partitions))
    const reader = { waiting: createFifo<Job>(), slots: 0, inFlight: 0, pages: 0 }
    createShares(slots, (count) => {
      reader.slots = count
    }).ofTopic()({ owned, of: partitions })
    return reader
  })

  function serve(reader: (typeof all)[number]): void {
    while (reader.inFlight < reader.slots) {
      const job = reader.waiting.shift()
      if (!job) return
      reader.inFlight += 1
      deliver({
        ...job,
        ended() {
          reader.inFlight -= 1
          job.ended()
          serve(reader)
        },
      })
    }
  }

  return {
    append(job: Job): void {
      const reader = all[(random() % partitions) % all.length]
      if (!reader) return
      reader.pages += 1
      reader.waiting.push(job)
      serve(reader)
    },
    /** Pages of each reader so far. */
    pages: () => all.map(({ pages }) => pages),
  }
}
