import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient } from '../loadtest/system/glyphflow.ts'
import { copyPipeline } from '../loadtest/system/pipeline.ts'
import { hasChromium, ownPage, readSamples } from './own-page.fixture.ts'

const samples = join(import.meta.dirname, '../loadtest/samples')
const sample = (name: string) => join(samples, name)

// The shortest window, so that ocr scales to zero early.
const scales = { ocr: { window: '6s' } }
const { url, visit } = ownPage((at) => ({ KNATIVE_DIR: copyPipeline(at('knative'), { scales }) }))

const choose = (page: Page, ...names: string[]) =>
  page.locator('input[type=file][multiple]').setInputFiles(names.map(sample))

test.skipIf(!hasChromium)(
  'a chosen picture shows its text without a reload, and search finds it',
  async () => {
    const { page, consoleErrors } = await visit()

    // A picture that no earlier test has uploaded.
    await choose(page, 'card-clockmaker.jpg')
    await page.getByText('Clocks mended, wound and understood').waitFor()

    await page.keyboard.press('/')
    await page.keyboard.type('clocks mend')
    await page.locator('mark', { hasText: 'mended' }).waitFor()
    await page.getByRole('heading', { name: /^\d documents? found/ }).waitFor()
    await page.getByRole('link', { name: 'card-clockmaker.jpg', exact: true }).first().click()
    const reader = page.locator('.reader')
    await reader.locator('mark', { hasText: 'mended' }).waitFor()
    await page.keyboard.press('Escape')
    await reader.waitFor({ state: 'hidden' })
    expect(consoleErrors).toEqual([])
    await page.close()
  },
)

test.skipIf(!hasChromium)('a refused file shows the reason', async () => {
  const { page, consoleErrors } = await visit()
  const broken = {
    name: 'half.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('\xff\xd8\xff', 'latin1'),
  }

  await page.locator('input[type=file][multiple]').setInputFiles([broken])

  await page.getByText('1 file was not taken: 1 picture damaged').click()
  await page.getByText(/^half\.jpg Expected/).waitFor()
  // Chromium logs the 422 itself.
  expect(consoleErrors.filter((text) => !text.includes('422'))).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('random pictures are read to the end, with a progress bar', async () => {
  const { page, consoleErrors } = await visit()

  await readSamples(page, 3)
  await page.getByRole('progressbar').first().waitFor()

  await page.getByRole('region', { name: 'Progress' }).getByText('3 pictures read in').waitFor()
  expect(consoleErrors).toEqual([])
  // How the README's picture is made: SCREENSHOT=docs/page.png npx vitest run --project e2e page
  const path = process.env.SCREENSHOT
  if (path) await page.screenshot({ path, animations: 'disabled' })
  await page.close()
})

test.skipIf(!hasChromium)('the footer shows the readers until they scale to zero', async () => {
  const { page, consoleErrors } = await visit()
  const footer = page.getByRole('contentinfo')
  await footer.getByText('Readers: asleep').waitFor()

  await readSamples(page, 4)

  await footer.getByText(/Readers: [1-9] of [1-9] reading/).waitFor()
  await footer.getByText('Readers: asleep').waitFor()
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('another visitor’s document appears without a reload', async () => {
  const first = await visit()
  const second = await visit()
  await first.page.getByRole('button', { name: 'Choose pictures' }).waitFor()

  await choose(second.page, 'label-jam.jpg')

  await first.page
    .getByText(/newer document|label-jam\.jpg/)
    .first()
    .waitFor()
  await Promise.all([first.page.close(), second.page.close()])
})

test.skipIf(!hasChromium)('a document has an address, between its neighbours', async () => {
  const client = createClient(url())
  const older = await client.upload(sample('label-jam.jpg'))
  const { id } = await client.read(sample('card-surveyor.png'))

  const { page, consoleErrors } = await visit(`/documents/${id}`)

  const reader = page.locator('.reader')
  const text = reader.locator('.text', { hasText: 'Surveyor of bridges and small dams' })
  await text.waitFor()
  await reader.getByRole('button', { name: 'Next document' }).click()
  await text.waitFor({ state: 'detached' })
  expect(page.url()).toBe(`${url()}/documents/${older.id}`)
  await page.keyboard.press('Shift+PageUp')
  await text.waitFor()
  await page.keyboard.press('Escape')
  await reader.waitFor({ state: 'hidden' })
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('a text keeps its place while its picture loads', async () => {
  const { id } = await createClient(url()).read(sample('card-surveyor.png'))
  const { page } = await visit('/', { viewport: { width: 390, height: 844 } })
  const isRequested = Promise.withResolvers<void>()
  const mayLoad = Promise.withResolvers<void>()
  await page.route(/width=1600/, async (route) => {
    isRequested.resolve()
    await mayLoad.promise
    await route.continue()
  })
  const text = page.locator('.reader .text', { hasText: 'Surveyor of bridges and small dams' })
  const picture = page.getByRole('img', { name: 'Page 1' })

  await page.goto(`${url()}/documents/${id}`)
  await isRequested.promise
  await text.waitFor()
  const before = await text.boundingBox()
  mayLoad.resolve()
  await page.locator('img.shown[alt="Page 1"]').waitFor()

  expect((await picture.boundingBox())?.width).toBeGreaterThan(300)
  expect(await text.boundingBox()).toEqual(before)
  await page.close()
})

test.skipIf(!hasChromium)('failed pictures load when the network is back', async () => {
  const { page } = await visit()
  await page.route(/preview/, (route) => route.abort())
  const requested = page.waitForRequest(/preview/)
  await page.reload()
  await requested

  await page.unroute(/preview/)
  await page.context().setOffline(true)
  await page.context().setOffline(false)

  await page.locator('.thumbnail img.shown').first().waitFor()
  await page.close()
})

test.skipIf(!hasChromium)('a batch has the same order after a reload', async () => {
  const { page, consoleErrors } = await visit()
  const names = ['label-jam.jpg', 'card-clockmaker.jpg', 'receipt-cafe.jpg', 'label-plant.webp']
  const cards = page.locator('a.card-name[href]')

  await choose(page, ...names)
  await page.getByRole('region', { name: 'Progress' }).getByText('4 pictures read in').waitFor()
  const before = (await cards.allTextContents()).slice(0, 4)
  await page.reload()
  await cards.first().waitFor()

  expect((await cards.allTextContents()).slice(0, 4)).toEqual(before)
  expect(before.toSorted()).toEqual(names.toSorted())
  expect(consoleErrors).toEqual([])
  await page.close()
})
