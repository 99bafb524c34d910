import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The version of the `tesseract` command, or null where it is not installed. */
export function nativeVersion(): string | null {
  try {
    return execFileSync('tesseract', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? null
  } catch {
    return null
  }
}

/** Seconds for all of them: a process a picture, so many at a time, one thread each. */
export async function timeNative(
  pictures: string[],
  atOnce: number,
  folder: string,
): Promise<number> {
  const started = performance.now()
  const env = { ...process.env, OMP_THREAD_LIMIT: '1', TESSDATA_PREFIX: folder }
  const queue = [...pictures]
  const work = async () => {
    for (let picture = queue.shift(); picture; picture = queue.shift()) {
      await run('tesseract', [picture, '-', '--psm', '3', '-l', 'eng'], { env })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return (performance.now() - started) / 1000
}
