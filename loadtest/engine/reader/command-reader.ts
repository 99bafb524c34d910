import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { nativeVersion } from '../../bench/native.ts'
import { type Attempt, type Choice, type Reader, toName } from './reader.ts'
import { openChildrenCpu } from './usage/children-cpu.ts'
import { peakBytesOf } from './usage/peak-memory.ts'

const run = promisify(execFile)
const peakEveryMs = 50

export interface CommandReaderOptions {
  choice: Choice
  /** Folder of uncompressed language data. */
  folder: string
  model: string
  timeoutMs: number
}

/** The `tesseract` command, one single-threaded process per picture; a reason if it is not installed. */
export function openCommandReader(options: CommandReaderOptions): Reader | string {
  const { choice, folder, model, timeoutMs } = options
  const version = nativeVersion()
  if (!version) return 'the command tesseract is not installed'
  const childrenCpu = openChildrenCpu()
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' }
  let peakBytes: number | null = null

  async function notePeak(pid: number | undefined): Promise<void> {
    const bytes = pid === undefined ? null : await peakBytesOf(pid)
    if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes)
  }

  return {
    choice,
    info: { name: toName(choice, false), engine: 'command', version, model, secondLooks: false },
    async read(path): Promise<Attempt> {
      const args = [path, '-', '--tessdata-dir', folder, '-l', 'eng']
      const before = childrenCpu()
      const from = performance.now()
      const reading = run('tesseract', args, { env, timeout: timeoutMs, maxBuffer: 2 ** 26 })
      // Polled, because a process that ended has no memory figures.
      const { pid } = reading.child
      const watching = setInterval(() => void notePeak(pid), peakEveryMs)
      const { text, failed } = await reading
        .then(({ stdout }) => ({ text: stdout, failed: null }))
        .catch((error: Error) => ({ text: '', failed: error.message.split('\n')[0] ?? '' }))
      clearInterval(watching)
      const seconds = (performance.now() - from) / 1000
      return { text, looks: [], kept: null, failed, seconds, cpuSeconds: childrenCpu() - before }
    },
    peakBytes: () => peakBytes,
    close: async () => {},
  }
}
