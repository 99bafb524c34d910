import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { PageWithWords } from '../functions/shared/http/api.ts'
import { findChromium, launchChromium } from '../loadtest/system/chromium.ts'
import { createClient } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'

const sample = join(import.meta.dirname, '../loadtest/samples/card-surveyor.png')
const { url } = ownPage()

/** Opens a PDF in Chromium's own viewer, without its tools. */
async function view(pdf: Buffer): Promise<Page> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdf)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const browser = await launchChromium(findChromium() ?? '', true)
  onTestFinished(async () => {
    await browser.close()
    server.close()
  })
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  const { port } = server.address() as AddressInfo
  await page.goto(`http://127.0.0.1:${port}/#toolbar=0&navpanes=0&view=Fit`)
  return page
}

/** Shows the same twice in a row. */
async function settled(page: Page): Promise<Buffer> {
  let shown = await page.screenshot()
  await expect
    .poll(
      async () => {
        const before = shown
        shown = await page.screenshot()
        return shown.equals(before)
      },
      { interval: 500 },
    )
    .toBe(true)
  return shown
}

async function toPixels(screenshot: Buffer) {
  const { data, info } = await sharp(screenshot)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const from = 3 * (Math.round(y) * info.width + Math.round(x))
    return data.subarray(from, from + 3)
  }
  return { ...info, at }
}
type Pixels = Awaited<ReturnType<typeof toPixels>>

const differ = (a: Uint8Array, b: Uint8Array) =>
  a.some((value, channel) => Math.abs(value - (b[channel] ?? 0)) > 24)

/** Left, top, right and bottom of the only page, which lies on an even ground. */
function sheetOf({ at, width, height }: Pixels): Box {
  const isSheet = (x: number, y: number) => differ(at(x, y), at(1, 1))
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => isSheet(x, height / 2))
  const rows = Array.from({ length: height }, (_, y) => y).filter((y) => isSheet(width / 2, y))
  return [columns[0] ?? 0, rows[0] ?? 0, columns.at(-1) ?? 0, rows.at(-1) ?? 0]
}
type Box = [number, number, number, number]
const areaOf = ([left, top, right, bottom]: Box) => (right - left) * (bottom - top)

/** Share of a box in which two screenshots differ. */
function changedShare(before: Pixels, after: Pixels, [left, top, right, bottom]: Box): number {
  let [changed, all] = [0, 0]
  for (let y = Math.ceil(top); y < bottom; y += 1) {
    for (let x = Math.ceil(left); x < right; x += 1) {
      all += 1
      if (differ(before.at(x, y), after.at(x, y))) changed += 1
    }
  }
  return changed / all
}

test.skipIf(!hasChromium)(
  'in Chromium’s viewer, the selected words of a searchable PDF are marked on their print',
  async () => {
    const { id } = await createClient(url()).read(sample)
    const get = (path: string) => fetch(`${url()}/v1/documents/${id}/${path}`)
    const { words, width } = PageWithWords.parse(await (await get('pages/1')).json())
    const page = await view(Buffer.from(await (await get('pdf')).arrayBuffer()))
    await expect
      .poll(async () => sheetOf(await toPixels(await settled(page)))[2])
      .toBeGreaterThan(500)
    const before = await toPixels(await settled(page))
    const sheet = sheetOf(before)
    const [left, top, right] = sheet
    const scale = (right - left) / (width ?? 1)
    const boxes = (words ?? []).map(
      ({ box: [x1, y1, x2, y2] }): Box => [
        ...([left + scale * x1, top + scale * y1] as const),
        ...([left + scale * x2, top + scale * y2] as const),
      ],
    )
    const [first, last] = [boxes[0], boxes.at(-1)] as [Box, Box]

    await page.mouse.move(first[0] - 3, (first[1] + first[3]) / 2)
    await page.mouse.down()
    await page.mouse.move(last[2] + 10, (last[1] + last[3]) / 2, { steps: 5 })
    await page.mouse.up()
    const after = await toPixels(await settled(page))

    const shares = boxes.map((box) => changedShare(before, after, box))
    const printed = boxes.reduce((sum, box) => sum + areaOf(box), 0)

    // Dark ink hardly changes its color.
    expect(Math.min(...shares)).toBeGreaterThan(0.5)
    expect(changedShare(before, after, sheet) * areaOf(sheet)).toBeLessThan(1.3 * printed)
  },
)
