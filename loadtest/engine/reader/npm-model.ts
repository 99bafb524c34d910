import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** Name as in functions/ocr/languages/language-data.ts. */
export const npmModel = 'npm 4.0.0_best_int'

/** Unpacks npm's model into a folder, where the native command can read it. */
export async function unpackNpmModel(folder: string): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@tesseract.js-data/eng')
  const packed = await readFile(join(dirname(entry), '4.0.0_best_int/eng.traineddata.gz'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'eng.traineddata'), await promisify(gunzip)(packed))
}
