import type { CloudEvent } from '../../functions/shared/events/cloudevent.ts'

/** One way from an append to a service that does nothing. */
export interface Party {
  name: string
  /** Resolves when the event is safe. */
  append(event: CloudEvent): Promise<unknown>
  /**
   * Delivers what was appended, so many events; resolves with the seconds from the first delivery's beginning
   * to the last one's answer. What comes before (joining a group, say) is no part of a rate.
   */
  deliver(count: number): Promise<number>
  close(): Promise<void>
}

/** Where and how a party delivers. */
export interface Target {
  topic: string
  /** Of the service. */
  url: string
  /** Deliveries that are under way at once. */
  inFlight: number
}

/** Times so many deliveries, each handed over as `work`. */
export function createStopwatch(count: number) {
  const all = Promise.withResolvers<number>()
  let fromMs: number | null = null
  let ended = 0
  return {
    seconds: all.promise,
    async time(work: () => Promise<void>): Promise<void> {
      fromMs ??= performance.now()
      await work()
      ended += 1
      if (ended === count) all.resolve((performance.now() - fromMs) / 1000)
    },
  }
}

/** Does the work for each item, for so many at a time. */
export async function atATime<T>(
  count: number,
  items: T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: count }, worker))
}
