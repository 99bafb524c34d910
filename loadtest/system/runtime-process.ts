import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** Command behind `npm start`. */
export const startCommand = ['sh', join(import.meta.dirname, '../../scripts/start.sh')]

export interface RuntimeOptions {
  dataDir: string
  env: Record<string, string>
  /** Wrapper command. */
  under?: string[] | undefined
}

const maxMessageLength = 200

/** Line that most likely says why a process ended: the last one that is neither a log line nor part of a stack. */
export function reasonOf(output: string): string {
  const lines = output.split('\n').filter((line) => /^[^\s}]/.test(line))
  const candidates = lines.filter((line) => !line.startsWith('Node.js v'))
  const reason =
    candidates.findLast((line) => !line.startsWith('{')) ?? candidates.at(-1) ?? 'no output'
  return reason.slice(0, maxMessageLength)
}

/** A runtime that ended before it was ready. */
export class StartError extends Error {
  override name = 'StartError'
  /** Null if a signal ended it. */
  readonly code: number | null

  constructor(code: number | null, output: string) {
    super(reasonOf(output))
    this.code = code
  }
}

/** Time limit for output still buffered by child processes. */
const outputWithinMs = 1000

/** The runtime as a process, which may also be killed before it is ready. */
export function spawnRuntime({ dataDir, env, under = [] }: RuntimeOptions) {
  const [command = '', ...args] = [...under, ...startCommand]
  const child = spawn(command, args, {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const closed = new Promise((resolve) => child.once('close', resolve))
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ready = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      output += `${line}\n`
      const url = line.match(/ready: (\S+)/)?.[1]
      if (url) resolve(url)
    })
    ended
      .then(() => Promise.race([closed, pause(outputWithinMs)]))
      .then(() => reject(new StartError(child.exitCode, output)), reject)
  })
  // Prevents an unhandled rejection if nobody awaits it.
  ready.catch(() => {})
  return {
    child,
    /** Resolves with the address; rejects with StartError. */
    ready,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** Output of the process and its children, both streams. */
    output: () => output,
    /** Sends SIGINT; resolves with the exit code. */
    async stop(): Promise<number | null> {
      child.kill('SIGINT')
      await ended
      return child.exitCode
    },
  }
}
