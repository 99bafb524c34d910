import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Replica } from '../replica-pool.ts'
import { leanEnv, leanFlags } from './lean-process.ts'
import { reservePort } from './reserved-port.ts'

const preload = new URL('./replica-preload.ts', import.meta.url).href

export interface ReplicaProcess extends Replica {
  pid: number
  /** Monotonic, in ms. */
  startedAtMs: number
  /** Port of its metrics; null without METRICS_PORT. */
  metricsPort: number | null
  /** Time from its start until it listened; null before. */
  listenMs(): number | null
  /** Whether /healthz answers within the timeout. */
  isAlive(timeoutMs: number): Promise<boolean>
  /** Sends SIGKILL. */
  kill(): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Sends SIGTERM, then SIGKILL after `graceMs`; resolves when the process has ended. */
  stop(graceMs: number): Promise<void>
}

/**
 * Starts `main` in a new process group, with an IPC channel that shows it the end of the runtime. Of METRICS_PORT it
 * gets one of its own.
 */
export async function startReplica(
  main: string,
  env: Record<string, string | undefined>,
): Promise<ReplicaProcess> {
  const startedAtMs = performance.now()
  const { port, release } = await reservePort()
  const metrics = env.METRICS_PORT ? await reservePort() : null
  const child = spawn(process.execPath, [...leanFlags, '--import', preload, main], {
    env: {
      ...{ ...leanEnv, ...env, PORT: String(port), HOST: '127.0.0.1' },
      ...(metrics && { METRICS_PORT: String(metrics.port) }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // In a new process group, so that Ctrl-C reaches only the runtime, which lets pages finish.
    detached: true,
  })
  await once(child, 'spawn').catch((error) => {
    release()
    metrics?.release()
    throw error
  })
  let listenMs: number | null = null
  const listening = new Promise((resolve) => child.once('message', resolve)).then(() => {
    listenMs = performance.now() - startedAtMs
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  void Promise.race([listening, ended]).then(release)
  // It listens there later, at a time that it does not report.
  void ended.then(() => metrics?.release())
  return {
    pid: child.pid ?? 0,
    ...{ port, startedAtMs },
    metricsPort: metrics?.port ?? null,
    listenMs: () => listenMs,
    healthy: () => waitUntilHealthy(port, listening, ended),
    isAlive: (timeoutMs) => isHealthy(port, timeoutMs),
    kill: () => void child.kill('SIGKILL'),
    ended,
    stop: (graceMs) => stop(child, ended, graceMs),
  }
}

/** Probe interval until the replica reports that it listens; a server in a worker thread never does. */
const slowProbeMs = 1000

/** Probes seldom before the replica reports that it listens, to save CPU on a busy machine, and often after. */
async function waitUntilHealthy(
  port: number,
  listening: Promise<unknown>,
  ended: Promise<unknown>,
): Promise<void> {
  let alive = true
  let probeMs = slowProbeMs
  const end = ended.then(() => {
    alive = false
  })
  const reported = listening.then(() => {
    probeMs = 10
  })
  while (alive) {
    await Promise.race([probeMs === slowProbeMs ? reported : end, end, pause(probeMs)])
    if (alive && (await isHealthy(port, 1000))) return
  }
  throw new Error('ended before it was ready')
}

async function isHealthy(port: number, timeoutMs: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>, graceMs: number): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(timer)
}
