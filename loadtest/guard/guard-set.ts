import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findChromium, launchChromium } from '../chromium.ts'
import { drawHtml } from '../make-samples/draw.ts'
import { encode } from '../make-samples/file-format.ts'
import { bundleStyleSheet } from '../make-samples/style-sheet.ts'
import { filesIn } from '../pictures.ts'
import { guardPictures } from './pictures.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache/guard')

/** The folder of the pictures, one in it for each kind; they are made where they are missing. */
export async function guardSet(seed: number): Promise<string> {
  const folder = join(cache, `${seed}-${await sourceHash()}`)
  if (existsSync(folder)) return folder
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Expected a Chromium in the PATH, or CHROMIUM to name one')
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const browser = await launchChromium(executablePath)
  try {
    const styleSheet = await bundleStyleSheet()
    for (const picture of await guardPictures(seed)) {
      const { html, kind, name, finish, writer, format, dpi } = picture
      const { png, truth } = await drawHtml(browser, { ...picture, body: html, styleSheet })
      await mkdir(join(unfinished, kind), { recursive: true })
      const file = join(unfinished, kind, name)
      await writeFile(
        `${file}.${format.type}`,
        await encode(await finish(png, writer), format, dpi),
      )
      await writeFile(`${file}.txt`, truth)
    }
  } finally {
    await browser.close()
  }
  await rename(unfinished, folder)
  return folder
}

/** Of all that draws: a changed program makes other pictures. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of [import.meta.dirname, join(import.meta.dirname, '../make-samples')]) {
    for (const file of await filesIn(folder))
      if (file.endsWith('.ts')) hash.update(await readFile(file))
  }
  return hash.digest('hex').slice(0, 8)
}
