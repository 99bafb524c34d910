/** The longest stretches in which this thread did nothing else, in ms, since the last reset. */
export interface Pause {
  ms: number
  /** What of it was this thread's own work: a pause is longer where others have the machine's cores. */
  cpuMs: number
}

/** Looks as often as a timer can. */
export function watchPauses() {
  let longest: Pause = { ms: 0, cpuMs: 0 }
  let [at, cpu] = [performance.now(), process.threadCpuUsage()]

  function look() {
    const { user, system } = process.threadCpuUsage(cpu)
    const now = performance.now()
    longest = {
      ms: Math.max(longest.ms, now - at),
      cpuMs: Math.max(longest.cpuMs, (user + system) / 1000),
    }
    at = now
    cpu = process.threadCpuUsage()
  }

  const timer = setInterval(look, 1)
  return {
    reset() {
      look()
      longest = { ms: 0, cpuMs: 0 }
    },
    longest(): Pause {
      look()
      return longest
    },
    end: () => clearInterval(timer),
  }
}
