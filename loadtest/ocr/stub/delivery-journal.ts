import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { monotonicMs } from '../../figures/monotonic.ts'
import { Misbehaviour } from './control.ts'

const Line = z.object({
  /** Id of the event. */
  event: z.string(),
  documentId: z.string(),
  delivery: z.string(),
  pid: z.int(),
  at: z.number(),
  what: z.enum(['taken', 'answered']),
  misbehaviour: Misbehaviour.nullable(),
  /** HTTP status of the answer; null before it. */
  status: z.int().nullable(),
})

/** A delivery as seen by its replica; times are monotonic, in ms. */
export interface Delivery {
  event: string
  documentId: string
  pid: number
  takenAt: number
  /** Null if the replica never answered. */
  answeredAt: number | null
  /** HTTP status; null if the replica never answered. */
  status: number | null
  misbehaviour: Misbehaviour | null
}

/** Journal of deliveries; several processes append to the same file. */
export function createDeliveryJournal(path: string) {
  let count = 0
  return {
    taken(event: string, documentId: string, misbehaviour: Misbehaviour | null) {
      count += 1
      const delivery = `${process.pid}.${count}`
      const note = (what: 'taken' | 'answered', status: number | null) => {
        const at = monotonicMs()
        const about = { event, documentId, delivery, pid: process.pid, misbehaviour }
        appendFileSync(path, `${JSON.stringify({ ...about, at, what, status })}\n`)
      }
      note('taken', null)
      return { answered: (status: number) => note('answered', status) }
    },
  }
}

/** Deliveries in the order of `takenAt`. */
export function readDeliveries(path: string): Delivery[] {
  if (!existsSync(path)) return []
  const deliveries = new Map<string, Delivery>()
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue
    const { delivery, at, what, status, ...line } = Line.parse(JSON.parse(text))
    if (what === 'taken') {
      deliveries.set(delivery, { ...line, takenAt: at, answeredAt: null, status: null })
    } else {
      const taken = deliveries.get(delivery)
      if (taken) Object.assign(taken, { answeredAt: at, status })
    }
  }
  return [...deliveries.values()].sort((a, b) => a.takenAt - b.takenAt)
}
