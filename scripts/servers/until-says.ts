import type { ChildProcess } from 'node:child_process'

const maxOutputLength = 10_000
/** Log levels of Java and PostgreSQL. */
const isError = /\b(ERROR|FATAL)\b/
const shownErrors = 5

/**
 * Resolves when a process has written `words` to either stream; if it ends before, rejects with its first errors and
 * the end of its output.
 */
export function untilSays(child: ChildProcess, words: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const errors: string[] = []
    const read = (piece: Buffer) => {
      said += piece
      const lines = String(piece).split('\n')
      errors.push(...lines.filter((line) => isError.test(line)))
      // Searched before truncation: a slow reader gets large chunks.
      if (said.includes(words)) resolve()
      said = said.slice(-maxOutputLength)
      errors.splice(shownErrors)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('close', () => {
      reject(new Error([`${name} ended before it was ready:`, ...errors, said].join('\n')))
    })
  })
}
