import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** What `npm start` runs. */
export const startCommand = ['sh', join(import.meta.dirname, '../../scripts/start.sh')]

export interface RuntimeOptions {
  dataDir: string
  env: Record<string, string>
  /** A command that is to run it. */
  under?: string[] | undefined
}

const maxMessageLength = 200

/** The line of an output that is most likely to say why it ended: the last that is no log line and no stack. */
export function reasonOf(output: string): string {
  const lines = output.split('\n').filter((line) => /^[^\s}]/.test(line))
  const told = lines.filter((line) => !line.startsWith('Node.js v'))
  const reason = told.findLast((line) => !line.startsWith('{')) ?? told.at(-1) ?? 'no output'
  return reason.slice(0, maxMessageLength)
}

/** A runtime ended before it was ready. */
export class StartError extends Error {
  override name = 'StartError'
  /** Null where a signal ended it. */
  readonly code: number | null

  constructor(code: number | null, output: string) {
    super(reasonOf(output))
    this.code = code
  }
}

/** What children still hold of its output is waited for so long. */
const outputWithinMs = 1000

/** The runtime as a process that may be killed before it is ready as well, and says why it is not. */
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
  // Whoever waits for it is told; nobody has to.
  ready.catch(() => {})
  return {
    child,
    /** Resolves with its address; rejects with StartError. */
    ready,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** What it and its children have written, both streams. */
    output: () => output,
    /** Ctrl-C; resolves with the exit code. */
    async stop(): Promise<number | null> {
      child.kill('SIGINT')
      await ended
      return child.exitCode
    },
  }
}
