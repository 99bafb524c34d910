import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { createClient, until, uploadImages } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'
import { boxOf, darkness, drag, word } from './reader.fixture.ts'

const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)
const { url, visit } = ownPage()

let id: string
let texts: string[]

beforeAll(async () => {
  if (!hasChromium) return
  const client = createClient(url())
  const turned = sharp(sample('card-surveyor.png')).rotate(90).jpeg()
  const images = await Promise.all([
    turned.withMetadata({ orientation: 8 }).toBuffer(),
    ...['label-jam.jpg', 'card-clockmaker.jpg'].map((name) => readFile(sample(name))),
  ])
  id = await uploadImages(url(), images, 'letters.jpg')
  await until(async () => (await client.document(id)).finishedAt !== null)
  texts = (await client.document(id)).pages.map(({ text }) => text ?? '')
})

test.skipIf(!hasChromium)('words lie on their print, also on a turned photo', async () => {
  const { page, consoleErrors } = await visit(`/documents/${id}`, { reducedMotion: 'reduce' })
  await word(page, 'picture', 'Surveyor').waitFor()
  await page.locator('img.shown[alt="Page 1"]').waitFor()
  await page.locator('.word-bar summary').click()
  await page.getByRole('checkbox', { name: 'Tint doubtful words' }).uncheck()
  await page.keyboard.press('Escape')

  // White everywhere but in the print of the word.
  const frame = await boxOf(page, '.sheet')
  const box = await word(page, 'picture', 'Surveyor').boundingBox()
  if (!box) throw new Error('Expected the word')
  const above = { ...box, y: box.y - box.height * 0.5, height: box.height * 0.4 }

  expect(frame.width).toBeGreaterThan(frame.height)
  expect(await darkness(page, box)).toBeGreaterThan(30)
  expect(await darkness(page, above)).toBeLessThan(10)
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('what is selected on the picture is copied as the text', async () => {
  const { page } = await visit(`/documents/${id}`)
  await word(page, 'picture', 'Surveyor').waitFor()
  await page.evaluate(
    `addEventListener('copy', (event) => { copied = event.clipboardData.getData('text/plain') })`,
  )

  await drag(page, 'Ingrid', 'ingrid@hart')
  await page.keyboard.press('Control+c')

  expect(await page.evaluate('copied')).toBe(texts[0]?.trim())
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  expect(await page.evaluate('copied')).toBe(texts[0]?.trim())
  await page.close()
})

test.skipIf(!hasChromium)('a word under the pointer is marked in the text, and back', async () => {
  const { page } = await visit(`/documents/${id}`)

  await word(page, 'picture', 'bridges').hover()
  await page.locator('.text-pane [data-pointed]', { hasText: 'bridges' }).waitFor()
  await word(page, 'text', 'dams').hover()
  await page
    .locator('.picture-pane [data-pointed]', { hasText: 'dams' })
    .waitFor({ state: 'attached' })

  expect(await page.locator('[data-pointed]').count()).toBe(2)
  await page.close()
})

test.skipIf(!hasChromium)('the wheel zooms at the pointer, keys zoom and fit', async () => {
  const { page } = await visit(`/documents/${id}`)
  await word(page, 'picture', 'Surveyor').waitFor()
  const fitted = await boxOf(page, '.sheet')
  const before = await word(page, 'picture', 'Surveyor').boundingBox()
  if (!before) throw new Error('Expected the word')
  const wider = () => until(async () => (await boxOf(page, '.sheet')).width > fitted.width * 1.1)

  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await wider()
  const under = `document.elementFromPoint(${before.x + before.width / 2}, ${before.y + before.height / 2}).textContent`
  expect(await page.evaluate(under)).toContain('Surveyor')

  await page.keyboard.press('w')
  await until(async () => (await boxOf(page, '.sheet')).width === fitted.width)
  await page.keyboard.press('+')
  await wider()
  await page.keyboard.press('0')
  const pane = await boxOf(page, '.picture-pane')
  await until(async () => (await boxOf(page, '.sheet')).height <= pane.height)
  await page.close()
})

test.skipIf(!hasChromium)('pages are turned by keys, by the strip, and by number', async () => {
  // An earlier address.
  const { page } = await visit(`/#/d/${id}/2`)
  await page.getByRole('region', { name: 'Text of page 2' }).waitFor()
  expect(page.url()).toBe(`${url()}/documents/${id}?page=2`)

  await page.keyboard.press('PageDown')
  await page.getByRole('region', { name: 'Text of page 3' }).getByText('Clocks').waitFor()
  await page.getByRole('link', { name: /^Page 1,/ }).click()
  await page.getByRole('region', { name: 'Text of page 1' }).getByText('Surveyor').waitFor()
  await page.getByRole('textbox', { name: 'Page' }).fill('3')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Text of page 3' }).waitFor()
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await page.getByRole('region', { name: 'Picture of page 3' }).waitFor({ state: 'detached' })

  await page.reload()
  await page.getByRole('region', { name: 'Text of page 3' }).getByText('Clocks').waitFor()
  expect(await page.locator('.picture-pane').count()).toBe(0)
  await page.close()
})

test.skipIf(!hasChromium)('a search opens the page of its first hit and marks it', async () => {
  const { page } = await visit('/?q=clocks+mended')
  const link = page.getByRole('link', { name: 'letters.jpg', exact: true }).first()
  await link.click()

  await page.locator('.text-pane mark', { hasText: 'mended' }).waitFor()
  await page.locator('.words .hit', { hasText: 'mended' }).waitFor()
  await page.getByRole('region', { name: 'Text of page 3' }).waitFor()
  expect(page.url()).toBe(`${url()}/documents/${id}?q=clocks+mended`)

  await page.keyboard.press('Escape')
  await link.waitFor()
  // The focus is where it was.
  await until(() => link.evaluate((element) => element.matches(':focus')))
  expect(page.url()).toBe(`${url()}/?q=clocks+mended`)
  await page.close()
})

test.skipIf(!hasChromium)('all pages are read again, and the link is copied', async () => {
  const { page } = await visit(`/documents/${id}?page=2`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copy = page.getByRole('button', { name: 'Copied' })
  await page.getByRole('button', { name: 'Copy link' }).click()
  await copy.waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(page.url())

  const request = page.waitForRequest(/redrive$/)
  await page.locator('summary', { hasText: 'Read again' }).click()
  await page.getByRole('radio', { name: 'All 3 pages' }).check()
  await page.getByRole('button', { name: 'Read 3 pages again' }).click()

  expect((await request).postDataJSON()).toEqual({ pages: 'all' })
  const client = createClient(url())
  await until(async () => (await client.document(id)).pages.every((each) => each.try === 2))
  await page.close()
})

test.skipIf(!hasChromium)('axe finds nothing, in both themes, on desktops and phones', async () => {
  const violations: string[] = []
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 360, height: 740 },
  ]) {
    const { page } = await visit(`/documents/${id}?q=bridges`, {
      viewport,
      reducedMotion: 'reduce',
    })
    await page.locator('.text-pane mark[data-index]').first().click()
    await page.locator('.word-bar summary').click()
    await page.getByRole('slider').press('End')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      violations.push(...(await violationsOf(page)).map((each) => `${colorScheme} ${each}`))
    }
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Correct word' }).click()
    violations.push(...(await violationsOf(page)))
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(viewport.width)
    await page.close()
  }

  expect(violations).toEqual([])
})
