import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { pdfOf } from '../functions/shared/pdf/pdf.fixture.ts'
import { createClient, until, uploadImages } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'
import { boxOf, darkness, word } from './reader.fixture.ts'

const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)
// Otherwise ocr finds by itself how the first page lies.
const { url, visit } = ownPage(() => ({ SECOND_LOOKS: '0' }))

let id: string

beforeAll(async () => {
  if (!hasChromium) return
  const lying = await sharp(sample('card-surveyor.png')).rotate(180).png().toBuffer()
  id = await uploadImages(url(), [lying, await readFile(sample('label-jam.jpg'))], 'letters.png')
  await until(async () => (await createClient(url()).document(id)).finishedAt !== null)
})

test.skipIf(!hasChromium)('one page is turned and read again, by the keyboard', async () => {
  const client = createClient(url())
  const { page, consoleErrors } = await visit(`/documents/${id}`, { reducedMotion: 'reduce' })
  const summary = page.locator('summary', { hasText: 'Read again' })
  await summary.waitFor()
  const before = (await client.document(id)).pages

  const request = page.waitForRequest(/redrive$/)
  await summary.focus()
  await page.keyboard.press('Enter')
  // The scope, then the turn: as shown, left, right, upside down.
  for (const key of ['Tab', 'Tab', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Tab', 'Enter']) {
    await page.keyboard.press(key)
  }

  expect((await request).postDataJSON()).toEqual({ pages: [1], rotate: 180 })
  await word(page, 'picture', 'Surveyor').waitFor()
  await page.locator('img.shown[src$="width=1600&rotate=180"]').waitFor()
  const after = (await client.document(id)).pages
  expect(before[0]?.text).not.toContain('Surveyor')
  expect(after[0]).toMatchObject({ rotate: 180, try: 2 })
  expect(after[0]?.text).toContain('Surveyor of bridges and small dams')
  expect(after[1]).toEqual(before[1])
  // Words lie on their print, in the picture as it is turned.
  const box = await word(page, 'picture', 'bridges').boundingBox()
  if (!box) throw new Error('Expected the word')
  const above = { ...box, y: box.y - box.height * 0.5, height: box.height * 0.4 }
  expect(await darkness(page, box)).toBeGreaterThan(30)
  expect(await darkness(page, above)).toBeLessThan(10)
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('a turned page is turned further from how it is shown', async () => {
  const client = createClient(url())
  const { page } = await visit(`/documents/${id}?page=2`)
  const turnRight = async () => {
    await page.locator('summary', { hasText: 'Read again' }).click()
    await page.locator('select', { hasText: 'turned right' }).selectOption('turned right')
    await page.getByRole('button', { name: 'Read page 2 again' }).click()
  }
  const isWide = async () => {
    const { width, height } = await boxOf(page, '.sheet')
    return width > height
  }
  await page.locator('.sheet').waitFor()
  const wasWide = await isWide()

  await turnRight()
  await until(async () => (await isWide()) !== wasWide)
  await until(async () => (await client.document(id)).pages[1]?.try === 2)
  await turnRight()
  await until(async () => (await isWide()) === wasWide)

  await until(async () => (await client.document(id)).pages[1]?.try === 3)
  expect((await client.document(id)).pages[1]).toMatchObject({ rotate: 180 })
  await page.close()
})

test.skipIf(!hasChromium)('the original of a turned page lies where its preview does', async () => {
  const client = createClient(url())
  const photo = sharp(sample('card-surveyor.png')).resize({ width: 2400 }).rotate(90).jpeg()
  const turned = await uploadImages(url(), [await photo.toBuffer()])
  await until(async () => (await client.document(turned)).finishedAt !== null)
  const answer = await fetch(`${url()}/v1/documents/${turned}/redrive`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ pages: [1], rotate: 270 }),
  })
  expect(answer.status).toBe(202)
  await until(async () => (await client.document(turned)).pages[0]?.try === 2)
  const { page } = await visit(`/documents/${turned}`, { reducedMotion: 'reduce' })
  await word(page, 'picture', 'Ingrid').waitFor()

  for (const _ of [1, 2, 3, 4, 5, 6]) await page.keyboard.press('+')
  await page.locator('.sheet .turned img.shown').waitFor()
  await page.evaluate("document.querySelectorAll('.sheet > img').forEach((img) => img.remove())")

  const shown = word(page, 'picture', 'Ingrid')
  await shown.scrollIntoViewIfNeeded()
  const box = await shown.boundingBox()
  if (!box) throw new Error('Expected the word')
  const above = { ...box, y: box.y - box.height * 0.5, height: box.height * 0.4 }
  expect(await darkness(page, box)).toBeGreaterThan(30)
  expect(await darkness(page, above)).toBeLessThan(10)
  await page.close()
})

test.skipIf(!hasChromium)('the list shows a turned page as the reader does', async () => {
  const client = createClient(url())
  const pictures = ['card-surveyor.png', 'label-jam.jpg'].map((name) => readFile(sample(name)))
  const document = await uploadImages(url(), await Promise.all(pictures))
  await until(async () => (await client.document(document)).finishedAt !== null)
  await fetch(`${url()}/v1/documents/${document}/redrive`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ pages: [1], rotate: 90 }),
  })
  const { page } = await visit()
  const own = page.locator(`li[data-id="${document}"]`)
  const turned = 'img.shown[src$="pages/1/preview?width=320&rotate=90"]'

  await own.locator(`.thumbnail ${turned}`).waitFor()
  await own.locator(`.pages ${turned}`).waitFor()
  await own.locator('.pages img.shown[src$="pages/2/preview?width=320"]').waitFor()
  await page.getByRole('button', { name: 'Compact list' }).click()
  await own.locator(`.row .thumbnail ${turned}`).waitFor()
  await page.close()
})

test.skipIf(!hasChromium)('the text of a PDF is recognized instead', async () => {
  const client = createClient(url())
  const file = await uploadImages(url(), [pdfOf([{ lines: ['The harbour office'] }])])
  await until(async () => (await client.document(file)).finishedAt !== null)
  const { page } = await visit(`/documents/${file}`)
  const readAgain = async (text: string) => {
    await page.locator('summary', { hasText: 'Read again' }).click()
    await page.locator('select', { hasText: text }).selectOption(text)
    const request = page.waitForRequest(/redrive$/)
    await page.getByRole('button', { name: 'Read 1 page again' }).click()
    return (await request).postDataJSON()
  }
  await page.getByText('text-layer').waitFor()

  expect(await readAgain('recognized on the picture')).toEqual({ pages: [1], text: 'ocr' })

  await page.getByText('text-layer').waitFor({ state: 'detached' })
  expect((await client.document(file)).pages[0]).toMatchObject({ try: 2 })
  await page.close()
})

test.skipIf(!hasChromium)(
  'axe finds nothing in the menu, in both themes, on desktops and phones',
  async () => {
    const violations: string[] = []
    for (const [name, viewport] of Object.entries({
      desktop: { width: 1440, height: 900 },
      phone: { width: 360, height: 740 },
    })) {
      const { page } = await visit(`/documents/${id}`, { viewport, reducedMotion: 'reduce' })
      await page.locator('summary', { hasText: 'Read again' }).click()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        violations.push(...(await violationsOf(page)).map((each) => `${colorScheme} ${each}`))
        // Screenshots: SCREENSHOTS=folder npx vitest run --project e2e read-page-again
        const folder = process.env.SCREENSHOTS
        if (folder) await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) })
      }
      const panel = await boxOf(page, '.menu[open] .menu-panel')
      expect(panel.x).toBeGreaterThanOrEqual(0)
      expect(panel.x + panel.width).toBeLessThanOrEqual(viewport.width)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(
        viewport.width,
      )
      await page.close()
    }

    expect(violations).toEqual([])
  },
)
