import type { CloudEvent } from '../../functions/shared/events/cloudevent.ts'

/** One path from an append to a no-op service. */
export interface Party {
  name: string
  /** Resolves when the event is durable. */
  append(event: CloudEvent): Promise<unknown>
  /**
   * Delivers `count` appended events; resolves with the seconds from the start of the first delivery to the last
   * response. Preparation such as joining a group does not count.
   */
  deliver(count: number): Promise<number>
  close(): Promise<void>
}

/** Destination of a party's deliveries. */
export interface Target {
  topic: string
  /** Address of the service. */
  url: string
  /** Number of concurrent deliveries. */
  inFlight: number
}

/** Times `count` deliveries, each passed as `work`. */
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

/** Runs `work` for each item, with `maxConcurrent` at a time. */
export async function forEachConcurrent<T>(
  maxConcurrent: number,
  items: T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: maxConcurrent }, worker))
}
