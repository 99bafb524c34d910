import { load } from 'koffi'

/** POSIX's RUSAGE_CHILDREN: child processes that ended and were waited for. */
const children = -1

/**
 * Returns a function for the CPU seconds, user and system, of all ended child processes. Node reports only its own
 * process, and a shell's `times` has a resolution of 10 ms.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/getrusage.html
 */
export function openChildrenCpu(): () => number {
  const getrusage = load(null).func('int getrusage(int, void *)')
  return () => {
    // struct timeval ru_utime, ru_stime: seconds and microseconds, eight bytes each; other fields follow.
    const usage = Buffer.alloc(512)
    getrusage(children, usage)
    const at = (offset: number) =>
      Number(usage.readBigInt64LE(offset)) + usage.readInt32LE(offset + 8) / 1e6
    return at(0) + at(16)
  }
}
