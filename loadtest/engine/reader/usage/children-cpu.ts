import { load } from 'koffi'

/** POSIX's RUSAGE_CHILDREN: of those that ended and were waited for. */
const children = -1

/**
 * Returns what tells the CPU seconds, user's and system's, of all processes that this one started and that have
 * ended. Node tells its own alone, and a shell's `times` counts in hundredths of a second.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/getrusage.html
 */
export function openChildrenCpu(): () => number {
  const getrusage = load(null).func('int getrusage(int, void *)')
  return () => {
    // struct timeval ru_utime, ru_stime: seconds and microseconds, eight bytes each; then what is not asked for.
    const usage = Buffer.alloc(512)
    getrusage(children, usage)
    const at = (offset: number) =>
      Number(usage.readBigInt64LE(offset)) + usage.readInt32LE(offset + 8) / 1e6
    return at(0) + at(16)
  }
}
