import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import pLimit from 'p-limit'

const run = promisify(execFile)

/** The version of the `tesseract` command, or null where it is not installed. */
export function nativeVersion(): string | null {
  try {
    return execFileSync('tesseract', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? null
  } catch {
    return null
  }
}

/** Seconds for all pictures: one single-threaded process per picture, at most `maxConcurrent` at a time. */
export async function timeNative(
  pictures: string[],
  maxConcurrent: number,
  folder: string,
): Promise<number> {
  const started = performance.now()
  const env = { ...process.env, OMP_THREAD_LIMIT: '1', TESSDATA_PREFIX: folder }
  await pLimit(maxConcurrent).map(pictures, (picture) =>
    run('tesseract', [picture, '-', '--psm', '3', '-l', 'eng'], { env }),
  )
  return (performance.now() - started) / 1000
}
