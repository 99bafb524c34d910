import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../../scripts/build/build.ts'
import { writeFiles } from '../../../scripts/build/write-files.ts'
import { nativeVersion } from '../../bench/native.ts'
import { makePictures } from '../../guard/guard-set.ts'
import { guardPictures } from '../../guard/pictures.ts'
import { picturesIn } from '../../pictures.ts'
import { findChromium } from '../../system/chromium.ts'
import { temporaryFolder } from '../../system/glyphflow.ts'
import { type Page, toPages } from '../pages/page.ts'
import { guard } from './guard.ts'
import { spread } from './run-guard.ts'
import { worsePictures } from './verdict.ts'

const missing = [
  ...(findChromium() ? [] : ['Chromium']),
  ...(nativeVersion() ? [] : ['the command tesseract']),
]
if (missing.length > 0 && process.env.CI === 'true') throw new Error(`Expected ${missing}`)

/** The most common kinds, small pictures: each is read in less than a second. */
const chosen = new Set([
  ...['notes-1', 'fileList-1', 'terminal-1', 'terminal-5', 'dialog-3', 'spreadsheet-3', 'code-2'],
  ...['chat-1', 'receipt-1', 'colours-1', 'colours-3', 'transparent-1'],
  ...['dashboard-1', 'calendar-1', 'calendar-2'],
])
/** tesseract.js is slower and gets the same pixels, so it reads only every fifth. */
const engines = [
  { choice: { engine: 'libtesseract', model: null }, count: chosen.size },
  { choice: { engine: 'tesseract.js', model: 'npm' }, count: chosen.size / 5 },
] as const

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let pages: Page[] = []
let main = ''

beforeAll(async () => {
  folder = await temporaryFolder()
  if (!findChromium()) return
  await makePictures(
    guardPictures(1).filter(({ name }) => chosen.has(name)),
    folder.path,
  )
  pages = await toPages(await picturesIn(folder.path))
  const reader = join(import.meta.dirname, '../reader/main.ts')
  const { files } = await build({ mains: { reader }, web: null })
  await writeFiles(join(folder.path, 'bundle'), files)
  main = join(folder.path, 'bundle/reader/main.mjs')
})
afterAll(() => folder.remove())

for (const { choice, count } of engines) {
  const isThere = findChromium() && (choice.engine === 'tesseract.js' || nativeVersion())
  test.runIf(isThere)(`no picture is read worse by ${choice.engine} than plainly`, async () => {
    const said: string[] = []
    const print = (line: string) => void said.push(line)

    const options = { folder: folder.path, main, print }
    const [result] = await guard(spread(pages, count), [choice], options)

    if (!result) throw new Error(said.join('\n'))
    expect(result.rows.length).toBe(count)
    expect(worsePictures(result.rows, result.names)).toEqual([])
  })
}
