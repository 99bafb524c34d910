import type { Message } from './messages.ts'
import { type Choice, type Reader, toName } from './reader.ts'
import type { ReaderProcess } from './reader-process.ts'

export interface EngineReaderOptions {
  choice: Choice
  secondLooks: boolean
  start: () => ReaderProcess
}

/**
 * An engine in its own process, which is restarted if it ends on a picture. Resolves with a reason if it cannot be
 * opened.
 */
export async function openEngineReader(options: EngineReaderOptions): Promise<Reader | string> {
  const { choice, secondLooks, start } = options
  let running: ReaderProcess | null = start()
  let peakBytes: number | null = null
  const first = await running.next()
  if (first?.kind !== 'ready') {
    await running.close()
    return first?.kind === 'absent' ? first.reason : 'its process ended before it was ready'
  }

  async function ask(path: string): Promise<Message | null> {
    if (!running) {
      running = start()
      await running.next()
    }
    running.send(path)
    return running.next()
  }

  async function leave(): Promise<void> {
    await running?.close()
    running = null
  }

  return {
    choice,
    info: {
      name: toName(choice, secondLooks),
      engine: choice.engine,
      version: first.engine,
      model: first.model,
      secondLooks,
    },
    async read(path) {
      const from = performance.now()
      const answer = await ask(path)
      if (answer?.kind !== 'answer') {
        await leave()
        // Estimate of the CPU time of a process that ended: one core for the whole time.
        const seconds = (performance.now() - from) / 1000
        const nothing = { text: '', looks: [], kept: null, failed: 'its process ended' }
        return { ...nothing, seconds, cpuSeconds: seconds }
      }
      if (answer.peakBytes !== null) peakBytes = Math.max(peakBytes ?? 0, answer.peakBytes)
      if (answer.isLast) await leave()
      const { text, looks, kept, failed, seconds, cpuSeconds } = answer
      return { text, looks, kept, failed, seconds, cpuSeconds }
    },
    peakBytes: () => peakBytes,
    close: leave,
  }
}
