import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../functions/shared/api.ts'
import { listen } from '../../functions/shared/serve.ts'
import { type RunningGlyphflow, startGlyphflow } from '../glyphflow.ts'

export interface SystemOptions {
  dataDir: string
  env: Record<string, string>
  /** A command that is to run it. */
  under?: string[]
  /** Told of each runtime that has ended. */
  onRuntimeEnd?: (pid: number) => void
}

/**
 * Glyphflow as processes that die: it comes back on the same data and the same address each time. One
 * that ends without having been killed is started again as well, and counted.
 */
export async function startSystem({ dataDir, env, under, onRuntimeEnd }: SystemOptions) {
  const settings = { ...env, PORT: `${await freePort()}` }
  let running = await startGlyphflow(dataDir, settings, under)
  const { url } = running
  const outputs: string[] = []
  let crashes = 0
  let isExpected = false
  watch(running)

  function watch(started: RunningGlyphflow) {
    started.child.once('exit', () => {
      outputs.push(started.output())
      onRuntimeEnd?.(started.child.pid ?? 0)
      if (isExpected) return
      crashes += 1
      void restart()
    })
  }

  /** Until it is ready: a full disk or a stopped child may be in its way for a while. */
  async function restart(): Promise<void> {
    for (;;) {
      try {
        running = await startGlyphflow(dataDir, settings, under)
        isExpected = false
        return watch(running)
      } catch (error) {
        outputs.push(String(error))
        await pause(300)
      }
    }
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

  const output = () => [...new Set([...outputs, running.output()])].join('\n')

  return {
    url,
    /** Of the runtime, or of a service's replicas; none if it does not come up. */
    pids: async (name: string) =>
      name === 'runtime' ? [running.child.pid ?? 0] : processesOf(name),
    async killRuntime() {
      isExpected = true
      const ended = new Promise((resolve) => running.child.once('exit', resolve))
      running.child.kill('SIGKILL')
      await ended
    },
    restart,
    /** How often it ended by itself. */
    crashes: () => crashes,
    /** Replicas that ended and were not killed: with a full disk, ones that could not begin. */
    endedReplicas: () =>
      output().match(/"signal":(null|"SIG(?!KILL)\w+").*"replica ended/g)?.length ?? 0,
    output,
    async stop() {
      isExpected = true
      await running.stop()
    },
    kill() {
      isExpected = true
      running.child.kill('SIGKILL')
    },
  }
}
export type DrillSystem = Awaited<ReturnType<typeof startSystem>>

/**
 * Below those that the system hands out by itself, so that nobody is given it while the runtime is down.
 * https://www.rfc-editor.org/rfc/rfc6056#section-2.1
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const server = createServer()
    try {
      await listen(server, '127.0.0.1', port)
      return port
    } catch {
      // Somebody has it.
    } finally {
      server.close()
    }
  }
}
