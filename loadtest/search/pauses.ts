/** Longest interval in which this thread's event loop was blocked, in ms, since the last reset. */
export interface Pause {
  ms: number
  /** CPU time of this thread in the interval; pauses are longer when other processes use the cores. */
  cpuMs: number
}

/** Samples at the highest frequency of a timer. */
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
