import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { copyPipeline } from '../loadtest/system/pipeline.ts'
import { hasChromium, ownPage, readSamples, violationsOf } from './own-page.fixture.ts'

const samples = join(import.meta.dirname, '../loadtest/samples')
const sample = (name: string) => join(samples, name)

// The shortest window, so that ocr scales to zero early.
const scales = { ocr: { window: '6s' } }
const { url, visit } = ownPage((at) => ({ KNATIVE_DIR: copyPipeline(at('knative'), { scales }) }))

const choose = (page: Page, ...names: string[]) =>
  page.locator('input[type=file][multiple]').setInputFiles(names.map(sample))

test.skipIf(!hasChromium)('axe finds no violation in any view', async () => {
  const client = createClient(url())
  const phone = { viewport: { width: 390, height: 844 } }
  const violations: string[] = []
  const look = async (path: string, sign: string) => {
    const { page } = await visit(path, phone)
    await page.getByRole('heading', { name: sign }).first().waitFor()
    violations.push(...(await violationsOf(page)).map((violation) => `${path} ${violation}`))
    await page.close()
  }

  await look('/', 'Drop pictures, get their text')
  const { id } = await client.read(sample('card-surveyor.png'))
  await look('/', 'Drop pictures or folders anywhere')
  await look(`/documents/${id}`, 'card-surveyor.png')
  await look('/?q=surveyor', '1 document found')
  await look('/?q=nowhere', 'Nothing found')
  await look('/docs', 'The API')

  expect(violations).toEqual([])
})

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

  await readSamples(page, 8)
  await page.getByRole('progressbar').first().waitFor()

  await page.getByRole('region', { name: 'Progress' }).getByText('8 pictures read in').waitFor()
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

  await readSamples(page, 8)

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

test.skipIf(!hasChromium)('the page fits a phone, and has a dark theme', async () => {
  const viewport = { width: 360, height: 740 }

  const { page } = await visit('/', { viewport, colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Choose pictures' }).waitFor()

  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  expect(width).toBeLessThanOrEqual(360)
  expect(background.match(/\d+/g)?.map(Number)[0]).toBeLessThan(60)
  await page.close()
})

test.skipIf(!hasChromium)('the scripts that the page loads first are at most 80 kB', async () => {
  const { page } = await visit('/openapi.json')
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (/\.js$/.test(response.url())) scripts.push(response.body())
  })

  await page.goto(url())
  await page.getByRole('button', { name: 'Choose pictures' }).waitFor()

  const bodies = await Promise.all(scripts)
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  expect(bodies.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(80_000)
  await page.close()
})

test.skipIf(!hasChromium)('the API page loads without a request to another origin', async () => {
  const { page, consoleErrors } = await visit('/docs')

  await page.getByRole('heading', { name: 'The API' }).waitFor()

  await until(async () => (await page.getByText('/v1/documents').count()) > 3)
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('/docs is readable without JavaScript', async () => {
  const { page, consoleErrors } = await visit('/docs', { javaScriptEnabled: false })

  await page.getByRole('heading', { name: 'GET /v1/documents' }).first().waitFor()
  await page.getByText(`curl "${url()}/v1/documents"`).first().waitFor()
  await page.getByRole('link', { name: /^get \/documents\/{id}\/pdf/ }).click()

  expect(page.url()).toMatch(/#\w+$/)
  expect(consoleErrors).toEqual([])
  await page.close()
})
