import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { File } from './bundle-files.ts'

/** The whole folder or none of it. Rejects with what the system has against it, and leaves nothing then. */
export async function writeWhole(folder: string, files: File[]): Promise<void> {
  const unfinished = `${folder}${unfinishedEnding}`
  try {
    for (const { path, contents } of files) {
      const file = join(unfinished, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, contents)
    }
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {})
    throw error
  }
}

const unfinishedEnding = '.unfinished'
/** Our own and nobody else's: the folder may be one that a person keeps other things in. */
export const versionName = /^[0-9a-f]{16}(\.unfinished)?$/

/** Removes the folders of all other versions. */
export async function keepOnly(version: string, folder: string): Promise<void> {
  const others = (await readdir(folder)).filter(
    (name) => versionName.test(name) && name !== version,
  )
  for (const name of others) await rm(join(folder, name), { recursive: true, force: true })
}
