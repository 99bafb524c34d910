import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import { freePort } from '../../../scripts/servers/free-port.ts'
import { type RuntimeOptions, spawnRuntime } from '../../system/runtime-process.ts'
import type { FailedStart } from '../verdict/starts.ts'
import { startWithRetries } from './start-with-retries.ts'

export interface SystemOptions extends RuntimeOptions {
  /** Called when a runtime has ended. */
  onRuntimeEnd?: (pid: number) => void
}

/** Many times the duration of a start, and of a fault that prevents it. */
const startWithinMs = 60_000

/**
 * Glyphflow as processes that can be killed; restarts use the same data and address. A runtime that ends without
 * having been killed is counted as a crash and restarted.
 */
export async function startSystem({ dataDir, env, under, onRuntimeEnd }: SystemOptions) {
  const settings = { ...env, PORT: `${await freePort()}` }
  const launch = () => spawnRuntime({ dataDir, env: settings, under })
  let running = launch()
  const url = await running.ready
  const runtimes = [running]
  const failedStarts: FailedStart[] = []
  const over = new AbortController()
  let restarting: Promise<void> | null = null
  let crashes = 0
  let isExpected = false
  watch()

  function watch() {
    const { child } = running
    child.once('exit', () => {
      onRuntimeEnd?.(child.pid ?? 0)
      if (isExpected) return
      crashes += 1
      // A failing restart is recorded in failedStarts.
      restart().catch(() => {})
    })
  }

  async function start(): Promise<void> {
    running = launch()
    runtimes.push(running)
    const { child, ready } = running
    const timer = setTimeout(() => child.kill('SIGKILL'), startWithinMs)
    await ready.finally(() => clearTimeout(timer))
    isExpected = false
    watch()
  }

  /** Resolves when ready; rejects after a minute of failed starts. */
  function restart(): Promise<void> {
    const failed = (failure: FailedStart) => void failedStarts.push(failure)
    restarting ??= startWithRetries({ start, failed, withinMs: startWithinMs, over: over.signal })
    return restarting.finally(() => {
      restarting = null
    })
  }

  async function processesOf(service: string): Promise<number[]> {
    for (const deadline = performance.now() + 10_000; performance.now() < deadline; ) {
      try {
        const response = await fetch(`${url}/v1/system`, { signal: AbortSignal.timeout(1000) })
        const { services } = System.parse(await response.json())
        const pids = services?.find(({ name }) => name === service)?.processes ?? []
        if (pids.length > 0) return pids.map(({ pid }) => pid)
      } catch {
        // Still starting.
      }
      await pause(50)
    }
    return []
  }

  const output = () => runtimes.map((runtime) => runtime.output()).join('\n')

  return {
    url,
    /** Pids of the runtime, or of a service's replicas; empty if the service does not start. */
    pids: async (name: string) =>
      name === 'runtime' ? [running.child.pid ?? 0] : processesOf(name),
    /** Pid of the killed process; null if it had ended already. */
    async killRuntime(): Promise<number | null> {
      await restarting
      const { child } = running
      if (running.hasEnded()) return null
      isExpected = true
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      return child.pid ?? null
    },
    restart,
    /** Failed restarts, including those followed by a successful one. */
    failedStarts: () => failedStarts,
    /** Number of runtimes that ended by themselves. */
    crashes: () => crashes,
    /** Replicas that ended without being killed, for example because a full disk prevented their start. */
    endedReplicas: () =>
      output().match(/"signal":(null|"SIG(?!KILL)\w+").*"replica ended/g)?.length ?? 0,
    output,
    async stop() {
      isExpected = true
      over.abort()
      await running.stop()
    },
    kill() {
      isExpected = true
      over.abort()
      running.child.kill('SIGKILL')
    },
  }
}
export type DrillSystem = Awaited<ReturnType<typeof startSystem>>
