import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { freePort } from '../../scripts/servers/free-port.ts'

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts the main of our source or sink as a process, on a free port. */
export async function startPart(name: 'source' | 'sink', env: Record<string, string>) {
  const port = await freePort()
  const main = join(import.meta.dirname, '..', name, 'main.ts')
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', main], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const url = `http://127.0.0.1:${port}`
  const statusOf = (path: string) =>
    fetch(`${url}${path}`).then(
      ({ status }) => status,
      () => null,
    )
  return {
    url,
    output: () => output,
    /** Status of the probe; null while it does not listen. */
    probe: statusOf,
    /** Resolves with the exit code, or the signal that ended it. */
    ended,
    async kill(signal: 'SIGTERM' | 'SIGKILL') {
      child.kill(signal)
      return ended
    },
    /** Moments at which a source lost its partitions (`owned` is undefined), or was assigned some. */
    assignments(topic: string): { atMs: number; owned?: number }[] {
      const lines = output
        .split('\n')
        .filter((line) => /"(rebalance,|partitions assigned)/.test(line))
      return lines
        .map((line) => JSON.parse(line))
        .filter((line) => line.topic === topic)
        .map(({ time, owned }) => ({ atMs: Date.parse(time), owned }))
    },
  }
}
