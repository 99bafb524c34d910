import { fork } from 'node:child_process'
import { on } from 'node:events'
import { leanEnv, leanFlags } from '../../../eventing/runtime/replicas/process/lean-process.ts'
import { Message } from './messages.ts'

export interface ReaderProcess {
  /** Requests a picture's text; allowed before the process is ready. */
  send(path: string): void
  /** Next message; null when the process has ended. */
  next(): Promise<Message | null>
  close(): Promise<void>
}

/** Forks a reader with the flags and memory settings of a replica. */
export function startReaderProcess(main: string, env: NodeJS.ProcessEnv): ReaderProcess {
  const child = fork(main, [], {
    // As the bundled worker of tesseract.js sets it.
    execArgv: [...leanFlags, '--wasm-inlining-call-indirect'],
    env: { ...leanEnv, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const messages = on(child, 'message', { close: ['disconnect'] })
  return {
    send: (path) => void child.send(path, () => {}),
    async next() {
      const { done, value } = await messages.next()
      return done ? null : Message.parse(value[0])
    },
    async close() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
