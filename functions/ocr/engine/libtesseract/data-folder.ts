import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type LanguageFile, pathOf } from '../../languages/language-data.ts'

const unpack = promisify(gunzip)

/**
 * Calls `use` with a folder that has the data of all languages, uncompressed, as Tesseract requires: their own if
 * they share one, else a temporary one. The folder is removed after loading, because Tesseract keeps all data in
 * memory.
 */
export async function withDataFolder<T>(
  files: LanguageFile[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const [folder, ...others] = new Set(files.map((file) => file.folder))
  if (folder !== undefined && others.length === 0 && !files.some(({ gzip }) => gzip)) {
    return use(folder)
  }
  const temporary = await mkdtemp(join(tmpdir(), 'glyphflow-tessdata-'))
  try {
    await Promise.all(files.map((file) => place(file, temporary)))
    return await use(temporary)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function place(file: LanguageFile, folder: string): Promise<void> {
  const source = resolve(pathOf(file))
  const target = pathOf({ ...file, folder, gzip: false })
  await (file.gzip
    ? writeFile(target, await unpack(await readFile(source)))
    : symlink(source, target))
}
