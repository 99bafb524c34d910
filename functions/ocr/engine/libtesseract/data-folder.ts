import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type LanguageFile, pathOf } from '../../languages/language-data.ts'

const unpack = promisify(gunzip)

/**
 * Lends a folder in which the data of these languages lies together and uncompressed, as Tesseract wants it:
 * their own where that is so, else a temporary one. Tesseract has all of it in memory when it is loaded, so
 * nothing is left behind.
 */
export async function lendDataFolder<T>(
  files: LanguageFile[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const [folder, ...others] = new Set(files.map((file) => file.folder))
  if (folder !== undefined && others.length === 0 && !files.some(({ gzip }) => gzip)) {
    return use(folder)
  }
  const gathered = await mkdtemp(join(tmpdir(), 'glyphflow-tessdata-'))
  try {
    await Promise.all(files.map((file) => put(file, gathered)))
    return await use(gathered)
  } finally {
    await rm(gathered, { recursive: true, force: true })
  }
}

async function put(file: LanguageFile, folder: string): Promise<void> {
  const source = resolve(pathOf(file))
  const target = pathOf({ ...file, folder, gzip: false })
  await (file.gzip
    ? writeFile(target, await unpack(await readFile(source)))
    : symlink(source, target))
}
