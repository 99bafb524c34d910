export interface StallDeps {
  /** Counter of the reader's work. */
  progress: () => number
  /** Whether the reader has work available; rejects while Kafka is unreachable. */
  isBehind: () => Promise<boolean>
  /** No progress for `stallMs`, `times` intervals in a row, with work available. */
  onStall: (times: number) => void
  stallMs: number
}

/** Detects a reader that stops without an error (kafkajs issues 659, 1072, 1456). */
export function watchStall({ progress, isBehind, onStall, stallMs }: StallDeps): { stop(): void } {
  let seen = progress()
  let sinceMs = performance.now()
  let times = 0

  async function check(): Promise<void> {
    if (progress() !== seen) times = 0
    const isStalled = progress() === seen && (await isBehind().catch(unreachable))
    if (!isStalled || progress() !== seen) {
      seen = progress()
      sinceMs = performance.now()
    } else if (performance.now() - sinceMs >= stallMs) {
      sinceMs = performance.now()
      onStall(++times)
    }
  }

  /** No stall of the reader: Kafka itself is unreachable. */
  function unreachable(): boolean {
    times = 0
    return false
  }

  let checking = false
  const timer = setInterval(async () => {
    if (checking) return
    checking = true
    await check().finally(() => {
      checking = false
    })
  }, stallMs / 6).unref()
  return { stop: () => clearInterval(timer) }
}
