import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { CommandError } from '../../command/command-error.ts'

/** State of a replay, kept across interruptions. */
const Begun = z.object({
  at: z.iso.datetime(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  submittedUpTo: z.int().min(0),
})
export type Begun = z.infer<typeof Begun>

export type Unfinished = ReturnType<typeof createUnfinished>

/** Folder for user-specific state: https://specifications.freedesktop.org/basedir/latest/ */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local/state'), 'glyphflow')
}

/**
 * Keeps the state of the replay with these arguments in `folder` until it is finished. Throws CommandError for an
 * unreadable or unwritable file.
 */
export function createUnfinished(folder: string, asked: string) {
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16)
  const path = join(folder, `replay-${name}.json`)

  return {
    async read(): Promise<Begun | null> {
      const text = await readFile(path, 'utf8').catch((error) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      if (text === null) return null
      try {
        return Begun.parse(JSON.parse(text))
      } catch {
        throw new CommandError(`Expected ${path} to be the state of a replay; --anew starts over`)
      }
    },
    async write(begun: Begun): Promise<void> {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(`${path}.new`, JSON.stringify(begun))
        await rename(`${path}.new`, path)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new CommandError(`${reason}. XDG_STATE_HOME can name another folder for the state`)
      }
    },
    forget: () => rm(path, { force: true }),
  }
}
