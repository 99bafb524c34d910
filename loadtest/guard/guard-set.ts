import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawHtml } from '../make-samples/draw.ts'
import { encode } from '../make-samples/file-format.ts'
import { bundleStyleSheet } from '../make-samples/style-sheet.ts'
import { filesIn } from '../pictures.ts'
import { findChromium, launchChromium } from '../system/chromium.ts'
import { type GuardPicture, guardPictures } from './pictures.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache/guard')

/** Folder of the pictures, with a subfolder for each kind; creates missing pictures. */
export async function guardSet(seed: number): Promise<string> {
  const folder = join(cache, `${seed}-${await sourceHash()}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await makePictures(guardPictures(seed), unfinished)
  await rename(unfinished, folder)
  return folder
}

/** Writes each picture as `KIND/NAME.png` (or another format) with its reference text in `KIND/NAME.txt`. */
export async function makePictures(pictures: GuardPicture[], folder: string): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Expected a Chromium in the PATH, or CHROMIUM to name one')
  const browser = await launchChromium(executablePath)
  try {
    const styleSheet = await bundleStyleSheet()
    for (const { kind, name, writer, draw } of pictures) {
      const page = await draw(writer)
      const { png, truth } = await drawHtml(browser, { ...page, body: page.html, styleSheet })
      const bytes = await encode(await page.finish(png, writer), page.format, page.dpi)
      await mkdir(join(folder, kind), { recursive: true })
      await writeFile(join(folder, kind, `${name}.${page.format.type}`), bytes)
      await writeFile(join(folder, kind, `${name}.txt`), truth)
    }
  } finally {
    await browser.close()
  }
}

/** Hash of all drawing code: a changed program draws other pictures. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of [import.meta.dirname, join(import.meta.dirname, '../make-samples')]) {
    for (const file of await filesIn(folder)) {
      if (/(?<!\.test)\.(ts|css)$/.test(file)) hash.update(await readFile(file))
    }
  }
  return hash.digest('hex').slice(0, 8)
}
