import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { leanEnv, leanFlags } from '../../eventing/runtime/replicas/process/lean-process.ts'
import { Message } from '../engine/reader/messages.ts'
import { peakBytesOf } from '../engine/reader/usage/peak-memory.ts'
import type { Ending } from './judge.ts'

/** Time limit for a process to end after its last answer. */
const endsWithinMs = 2000
const reader = join(import.meta.dirname, '../engine/reader/main.ts')

export interface FuzzedProcess {
  pid: number | undefined
  /** Reads a file; without an answer within `patienceMs` the process is killed. */
  read(path: string, patienceMs: number): Promise<Ending>
  close(): Promise<void>
}

/** An engine in a process that may crash, started like a replica. Rejects if it does not start. */
export async function startFuzzedProcess(env: Record<string, string>): Promise<FuzzedProcess> {
  const child = fork(reader, [], {
    execArgv: leanFlags,
    env: { ...process.env, ...leanEnv, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const died = once(child, 'exit')
  const death = died.then(([code, signal]): Ending => ({ kind: 'died', how: signal ?? code }))

  const said = async () => Message.parse((await once(child, 'message'))[0])
  const started = await Promise.race([said(), death])
  if (started.kind !== 'ready') {
    throw new Error(`Expected an engine that starts, got ${JSON.stringify(started)}`)
  }
  return {
    pid: child.pid,
    async read(path, patienceMs) {
      const from = performance.now()
      if (child.pid) await forgetPeak(child.pid)
      const late = Promise.withResolvers<Ending>()
      const timer = setTimeout(() => late.resolve({ kind: 'hung' }), patienceMs)
      const answered = said().then(async (message): Promise<Ending> => {
        if (message.kind !== 'answer') throw new Error(`Expected an answer, got ${message.kind}`)
        const peakBytes = child.pid ? await peakBytesOf(child.pid) : null
        const { failed, isLast } = message
        return {
          ...{ kind: 'answered', failed, isLast },
          ...{ peakBytes: peakBytes ?? message.peakBytes, ms: performance.now() - from },
        }
      })
      child.send(path)
      const ending = await Promise.race([answered, death, late.promise])
      clearTimeout(timer)
      const isLast = ending.kind === 'answered' && ending.isLast
      if (!isLast && ending.kind !== 'hung') return ending
      const hasEnded = await Promise.race([died, pause(isLast ? endsWithinMs : 0, null)])
      child.kill('SIGKILL')
      return isLast && !hasEnded ? { kind: 'stayed' } : ending
    },
    async close() {
      if (child.connected) child.disconnect()
      await died
    },
  }
}

/** Resets VmHWM, so that each picture has its own peak. https://docs.kernel.org/filesystems/proc.html (clear_refs) */
async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {})
}
