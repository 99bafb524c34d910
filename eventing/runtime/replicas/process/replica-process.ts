import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Replica } from '../replica-pool.ts'
import { leanEnv, leanFlags } from './lean-process.ts'
import { reservePort } from './reserved-port.ts'

const preload = new URL('./replica-preload.ts', import.meta.url).href

export interface ReplicaProcess extends Replica {
  pid: number
  /** Whether it answers at /healthz now. */
  isAlive(timeoutMs: number): Promise<boolean>
  /** SIGKILL. */
  kill(): void
  /** How it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** SIGTERM, then SIGKILL after the grace; resolves when it has ended. */
  stop(graceMs: number): Promise<void>
}

/** Starts `main` as a process of its own group, with an IPC channel by which it notices our end. */
export async function startReplica(
  main: string,
  env: Record<string, string | undefined>,
): Promise<ReplicaProcess> {
  const { port, release } = await reservePort()
  const child = spawn(process.execPath, [...leanFlags, '--import', preload, main], {
    env: { ...leanEnv, ...env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C in the terminal reaches the runtime alone, which lets pages finish.
    detached: true,
  })
  await once(child, 'spawn').catch((error) => {
    release()
    throw error
  })
  const listens = new Promise((resolve) => child.once('message', resolve))
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  void Promise.race([listens, ended]).then(release)
  return {
    pid: child.pid ?? 0,
    port,
    answers: () => answersHealth(port, listens, ended),
    isAlive: (timeoutMs) => isHealthy(port, timeoutMs),
    kill: () => void child.kill('SIGKILL'),
    ended,
    stop: (graceMs) => stop(child, ended, graceMs),
  }
}

/** Between two questions to one that has not said that it listens: it need not be what says so. */
const unheardMs = 1000

/** Asks as soon as it says that it listens, and seldom before: asking takes from a busy machine's time. */
async function answersHealth(
  port: number,
  listens: Promise<unknown>,
  ended: Promise<unknown>,
): Promise<void> {
  let alive = true
  let betweenMs = unheardMs
  const end = ended.then(() => {
    alive = false
  })
  const heard = listens.then(() => {
    betweenMs = 10
  })
  while (alive) {
    await Promise.race([betweenMs === unheardMs ? heard : end, end, pause(betweenMs)])
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
  const killing = new AbortController()
  pause(graceMs, undefined, killing)
    .then(() => child.kill('SIGKILL'))
    .catch(() => {})
  await ended
  killing.abort()
}
