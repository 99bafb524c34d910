export interface StallDeps {
  /** Counts whatever the reader gets done. */
  progress: () => number
  /** Whether there is something that it should be getting done; rejects while Kafka is away. */
  isBehind: () => Promise<boolean>
  /** No progress for `stallMs`, `times` intervals in a row, with work available. */
  onStall: (times: number) => void
  stallMs: number
}

/** Watches over a reader that may stop without a word (kafkajs's issues 659, 1072, 1456). */
export function watchStall({ progress, isBehind, onStall, stallMs }: StallDeps): { stop(): void } {
  let seen = progress()
  let sinceMs = performance.now()
  let times = 0

  async function look(): Promise<void> {
    if (progress() !== seen) times = 0
    const isStalled = progress() === seen && (await isBehind().catch(away))
    if (!isStalled || progress() !== seen) {
      seen = progress()
      sinceMs = performance.now()
    } else if (performance.now() - sinceMs >= stallMs) {
      sinceMs = performance.now()
      onStall(++times)
    }
  }

  /** While Kafka is away nothing can be got, and nobody is to blame. */
  function away(): boolean {
    times = 0
    return false
  }

  let looking = false
  const timer = setInterval(async () => {
    if (looking) return
    looking = true
    await look().finally(() => {
      looking = false
    })
  }, stallMs / 6).unref()
  return { stop: () => clearInterval(timer) }
}
