import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { hasPoppler } from '../../functions/gateway/exports/pdf/readers.fixture.ts'
import { nativeVersion } from '../bench/native.ts'
import { findChromium, launchChromium } from '../system/chromium.ts'
import { createClient, temporaryFolder } from '../system/glyphflow.ts'
import { ownGlyphflow } from './own-glyphflow.fixture.ts'

const run = promisify(execFile)
const chromium = findChromium()
const { start } = ownGlyphflow()

/** A portrait page in a Latin and a Greek face, and a landscape one with a word in another colour. */
const html = `
  <style>
    @page { size: A4; margin: 2cm }
    @page wide { size: A5 landscape; margin: 1cm }
    p { font: 14pt serif }
    .wide { page: wide; break-before: page }
  </style>
  <p>The harbour master keeps a book of all ships. Ἀθῆναι is one of them.</p>
  <p class="wide">A wide page of the <b style="color: #036">second</b> part, with a few more words.</p>`

/** A PDF of each maker in `folder`, by its name. */
async function makePdfs(folder: string): Promise<void> {
  const browser = await launchChromium(chromium ?? '')
  const page = await browser.newPage()
  await page.setContent(html)
  await writeFile(join(folder, 'chromium.pdf'), await page.pdf({ preferCSSPageSize: true }))
  await browser.close()
  await run('pdftocairo', ['-pdf', join(folder, 'chromium.pdf'), join(folder, 'cairo.pdf')])
  const scan = join(import.meta.dirname, '../samples/label-jam.jpg')
  await run('tesseract', [scan, join(folder, 'tesseract'), 'pdf'])
  const parts = ['tesseract', 'cairo', 'chromium'].map((name) => join(folder, `${name}.pdf`))
  await run('pdfunite', [...parts, join(folder, 'joined.pdf')])
}

/** Width over height: A4, A5 lying, the label. */
const [portrait, landscape, jam] = [210 / 297, 210 / 148, 598 / 473]

describe.skipIf(!chromium || !hasPoppler || !nativeVersion())('PDFs of other makers', () => {
  test('have their pages and sizes, and sound text of their own is taken', async () => {
    const folder = await temporaryFolder()
    const { url } = await start()
    await makePdfs(folder.path)
    const client = createClient(url)

    const outcomes: Record<string, unknown> = {}
    for (const name of ['chromium', 'cairo', 'tesseract', 'joined']) {
      const { pages } = await client.read(join(folder.path, `${name}.pdf`))
      outcomes[name] = pages.map(({ width, height, engine, text }) => [
        Math.round((1000 * width) / height) / 1000,
        engine === 'text-layer' ? 'taken' : 'recognized',
        /harbour master|second part|ginger/i.exec(text ?? '')?.[0].toLowerCase(),
      ])
    }
    await folder.remove()

    const printed = [
      [expect.closeTo(portrait, 2), 'taken', 'harbour master'],
      [expect.closeTo(landscape, 2), 'taken', 'second part'],
    ]
    // Its text was recognized before, and is invisible.
    const scanned = [[expect.closeTo(jam, 2), 'recognized', 'ginger']]
    expect(outcomes).toEqual({
      chromium: printed,
      cairo: printed,
      tesseract: scanned,
      joined: [...scanned, ...printed, ...printed],
    })
  })
})
