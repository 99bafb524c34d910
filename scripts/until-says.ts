import type { ChildProcess } from 'node:child_process'

const lastWords = 10_000

/** Resolves when a process has said so, on either stream; rejects with its last words where it ends before. */
export function untilSays(child: ChildProcess, words: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (piece: Buffer) => {
      said += piece
      // All of it: whoever is slow to read gets much at once.
      if (said.includes(words)) resolve()
      said = said.slice(-lastWords)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('close', () => reject(new Error(`${name} ended before it was ready:\n${said}`)))
  })
}
