import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import { freePort } from '../../../scripts/servers/free-port.ts'
import { type RuntimeOptions, spawnRuntime } from '../../system/runtime-process.ts'
import type { FailedStart } from '../verdict/starts.ts'
import { startAgain } from './start-again.ts'

export interface SystemOptions extends RuntimeOptions {
  /** Told of each runtime that has ended. */
  onRuntimeEnd?: (pid: number) => void
}

/** Many times what a start takes, and what a fault that is in its way lasts. */
const startWithinMs = 60_000

/**
 * Glyphflow as processes that die: it comes back on the same data and the same address each time. One
 * that ends without having been killed is started again as well, and counted.
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
      // One that cannot be started is among the failed starts.
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

  /** Until it is ready; rejects if it cannot be started for a minute. */
  function restart(): Promise<void> {
    const failed = (failure: FailedStart) => void failedStarts.push(failure)
    restarting ??= startAgain({ start, failed, withinMs: startWithinMs, over: over.signal })
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
        // On its way up.
      }
      await pause(50)
    }
    return []
  }

  const output = () => runtimes.map((runtime) => runtime.output()).join('\n')

  return {
    url,
    /** Of the runtime, or of a service's replicas; none if it does not come up. */
    pids: async (name: string) =>
      name === 'runtime' ? [running.child.pid ?? 0] : processesOf(name),
    /** The process that it killed; null where there was none. */
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
    /** Starts again that came to nothing, those after which it did start included. */
    failedStarts: () => failedStarts,
    /** How often it ended by itself. */
    crashes: () => crashes,
    /** Replicas that ended and were not killed: with a full disk, ones that could not begin. */
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
