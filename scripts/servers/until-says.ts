import type { ChildProcess } from 'node:child_process'

const lastWords = 10_000
/** Java's, PostgreSQL's. */
const isError = /\b(ERROR|FATAL)\b/
const shownErrors = 5

/**
 * Resolves when a process has said so, on either stream; rejects with its first errors and its last words where it
 * ends before.
 */
export function untilSays(child: ChildProcess, words: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const errors: string[] = []
    const read = (piece: Buffer) => {
      said += piece
      const lines = String(piece).split('\n')
      errors.push(...lines.filter((line) => isError.test(line)))
      // All of it: whoever is slow to read gets much at once.
      if (said.includes(words)) resolve()
      said = said.slice(-lastWords)
      errors.splice(shownErrors)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('close', () => {
      reject(new Error([`${name} ended before it was ready:`, ...errors, said].join('\n')))
    })
  })
}
