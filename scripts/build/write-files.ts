import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { File } from './build.ts'

/** Writes files into a new folder; removes the folder on failure. */
export async function writeFiles(folder: string, files: File[]): Promise<void> {
  try {
    for (const { path, contents } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), contents)
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
    throw error
  }
}
