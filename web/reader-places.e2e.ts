import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { pdfOf } from '../functions/shared/pdf/pdf.fixture.ts'
import { createClient, until, uploadImages } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'
import { boxOf, word } from './reader.fixture.ts'

const { url, visit } = ownPage()
const low = { viewport: { width: 1000, height: 420 } }
let id: string

const sample = (name: string) => readFile(join(import.meta.dirname, '../loadtest/samples', name))

beforeAll(async () => {
  if (!hasChromium) return
  const client = createClient(url())
  const blank = sharp({ create: { width: 600, height: 800, channels: 3, background: 'white' } })
  id = await uploadImages(url(), [
    await sample('novel-lighthouse.jpg'),
    await sample('novel-station.jpg'),
    await blank.png().toBuffer(),
  ])
  await until(async () => (await client.document(id)).finishedAt !== null)
})

/** Distance to which the text is scrolled, px, when two frames have been drawn. */
const scrolledPx = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    resolve(document.querySelector('.text-pane').scrollTop)
  })))`)

test.skipIf(!hasChromium)(
  'a search scrolls to its first hit once, not at a correction',
  async () => {
    const { page } = await visit(`/documents/${id}?q=apple`, low)
    await page.locator('.text-pane mark', { hasText: 'apple' }).first().waitFor()
    await until(async () => (await scrolledPx(page)) > 0)

    await word(page, 'text', 'pips').dblclick()
    const before = await scrolledPx(page)
    await page.locator('input.editor').fill('core')
    await page.keyboard.press('Enter')
    await page.locator('.text-pane .corrected').waitFor()

    expect(await scrolledPx(page)).toBe(before)
    await page.close()
  },
)

test.skipIf(!hasChromium)('the text of the next page is shown from its beginning', async () => {
  const { page } = await visit(`/documents/${id}`, low)
  await word(page, 'text', 'counting').scrollIntoViewIfNeeded()
  const before = await scrolledPx(page)

  await page.keyboard.press('PageDown')
  await page.getByRole('region', { name: 'Text of page 2' }).waitFor()
  await page.locator('.text-pane [data-index]').first().waitFor()

  expect(before).toBeGreaterThan(0)
  expect(await scrolledPx(page)).toBe(0)
  await page.close()
})

test.skipIf(!hasChromium)('the views can be switched on a phone, whatever the state', async () => {
  const { page } = await visit(`/documents/${id}?page=3`)
  const ends: number[] = []
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 740 })
    const { x, width: ownWidth } = await boxOf(page, '.view-switch')
    ends.push(x + ownWidth)
  }

  expect(ends[0]).toBeLessThanOrEqual(390)
  expect(ends[1]).toBeLessThanOrEqual(320)
  await page.close()
})

test.skipIf(!hasChromium)('the strip of a long document leaves room for the page', async () => {
  const pages = Array.from({ length: 30 }, (_, index) => ({ lines: [`Sheet ${index + 1}`] }))
  const long = await uploadImages(url(), [pdfOf(pages)], 'long.pdf')
  const { page } = await visit(`/documents/${long}?page=28`)
  const boxes: { strip: number; picture: number; item: number }[] = []
  for (const [width, height] of [
    [390, 844],
    [820, 1180],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.reload()
    const shown = page.getByRole('region', { name: 'Picture of page 28' })
    await shown.waitFor({ state: 'attached' })
    const strip = await boxOf(page, '.thumbnails')
    const picture = await boxOf(page, '.picture-pane')
    const item = await boxOf(page, '.thumbnails [aria-current]')
    boxes.push({ strip: strip.height, picture: picture.height / height, item: item.x / width })
  }

  for (const { strip, picture, item } of boxes) {
    expect(strip).toBeLessThan(100)
    expect(picture).toBeGreaterThan(0.25)
    expect(item).toBeGreaterThan(0)
    expect(item).toBeLessThan(1)
  }
  await page.close()
})

test.skipIf(!hasChromium)('Escape leaves the page number as it was', async () => {
  const { page } = await visit(`/documents/${id}?page=2`)
  const field = page.getByRole('textbox', { name: 'Page' })

  await field.fill('3')
  await page.keyboard.press('Escape')
  await page.locator('.picture-pane').click()

  expect(await field.inputValue()).toBe('2')
  await page.getByRole('region', { name: 'Picture of page 2' }).waitFor()
  await page.close()
})

test.skipIf(!hasChromium)(
  'a page that browsers cannot show is sharp when it is zoomed',
  async () => {
    const tiff = await sharp(await sample('card-surveyor.png'))
      .resize({ width: 2400 })
      .tiff({ compression: 'lzw' })
      .toBuffer()
    const own = await uploadImages(url(), [tiff])
    const { page } = await visit(`/documents/${own}`)
    await page.locator('.sheet img.shown[src$="width=1600"]').waitFor()

    for (let times = 0; times < 6; times += 1) await page.keyboard.press('+')

    const large = page.locator('.sheet img.shown[src$="width=3200"]')
    await large.waitFor()
    expect(await large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2400)
    await page.close()
  },
)
