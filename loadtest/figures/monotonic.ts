/** Milliseconds of the machine's monotonic clock: shared by all processes, unaffected by changes of the time of day. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000
}
