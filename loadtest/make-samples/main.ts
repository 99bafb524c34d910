import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { findChromium, launchChromium } from '../system/chromium.ts'
import { draw } from './draw.ts'
import { encode } from './file-format.ts'
import { pictures } from './pictures.ts'
import { type Made, toReadMe } from './read-me.ts'
import { scan } from './scan.ts'
import { bundleStyleSheet } from './style-sheet.ts'

/** Draws and scans every page, and replaces the contents of `loadtest/samples/` with the pictures and their texts. */
const samples = new URL('../samples/', import.meta.url)
const styleSheet = await bundleStyleSheet()
const executablePath = findChromium()
if (!executablePath) throw new Error('Expected a Chromium in the PATH, or CHROMIUM to name one')
const browser = await launchChromium(executablePath)
const made: Made[] = []

await mkdir(samples, { recursive: true })
for (const old of await readdir(samples)) await rm(new URL(old, samples))
try {
  for (const picture of pictures) {
    const { name, about, look, turn, format, dpi } = picture
    const { png, truth } = await draw(browser, styleSheet, picture)
    const bytes = await encode(await scan(png, look, turn, name), format, dpi)
    const file = `${name}.${format.type}`
    await writeFile(new URL(file, samples), bytes)
    await writeFile(new URL(`${name}.txt`, samples), truth)
    const { width, height } = await sharp(bytes).metadata()
    made.push({ file, about, width, height, bytes: bytes.length })
    process.stdout.write(`${file}\n`)
  }
} finally {
  await browser.close()
}
await writeFile(new URL('README.md', samples), toReadMe(made))
