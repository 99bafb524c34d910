import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium, launchChromium } from '../loadtest/system/chromium.ts'
import {
  createClient,
  startGlyphflow,
  temporaryFolder,
  until,
} from '../loadtest/system/glyphflow.ts'
import { copyPipeline } from '../loadtest/system/pipeline.ts'

const samples = join(import.meta.dirname, '../loadtest/samples')
const sample = (name: string) => join(samples, name)

const executablePath = findChromium()
if (!executablePath && process.env.CI === 'true') throw new Error('Expected a Chromium in the PATH')

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let glyphflow: Awaited<ReturnType<typeof startGlyphflow>>
let browser: Browser

beforeAll(async () => {
  if (!executablePath) return
  folder = await temporaryFolder()
  // The shortest window, so that ocr scales to zero early.
  const KNATIVE_DIR = copyPipeline(join(folder.path, 'knative'), {
    scales: { ocr: { window: '6s' } },
  })
  glyphflow = await startGlyphflow(join(folder.path, 'data'), { KNATIVE_DIR })
  browser = await launchChromium(executablePath)
})
afterAll(async () => {
  if (!executablePath) return
  await browser.close()
  await glyphflow.stop()
  await folder.remove()
})

/** Opens a page and collects its console errors, which include CSP violations. */
async function visit(path = '/', options: Parameters<Browser['newPage']>[0] = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 960 }, ...options })
  const consoleErrors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  await page.goto(`${glyphflow.url}${path}`)
  return { page, consoleErrors }
}

/** Violations found by axe: the rule, and the first element that violates it. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes: [first] }) => `${id}: ${first?.html}`)
}

const choose = (page: Page, ...names: string[]) =>
  page.locator('input[type=file]').setInputFiles(names.map(sample))

test.skipIf(!executablePath)('axe finds no violation in any view', async () => {
  const client = createClient(glyphflow.url)
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
  await look('/', 'Drop pictures anywhere')
  await look(`/#/d/${id}`, 'card-surveyor.png')
  await look('/?q=surveyor', '1 document found')
  await look('/?q=nowhere', 'Nothing found')
  await look('/docs', 'The API')

  expect(violations).toEqual([])
})

test.skipIf(!executablePath)(
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
    const dialog = page.getByRole('dialog')
    await dialog.locator('mark', { hasText: 'mended' }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(consoleErrors).toEqual([])
    await page.close()
  },
)

test.skipIf(!executablePath)('a refused file shows the reason', async () => {
  const { page, consoleErrors } = await visit()
  const truncated = { name: 'half.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a jpeg') }

  await page.locator('input[type=file]').setInputFiles([truncated])

  await page.getByText('Expected a PNG, JPEG, WebP, GIF or TIFF').first().waitFor()
  // Chromium logs the 415 itself.
  expect(consoleErrors.filter((text) => !text.includes('415'))).toEqual([])
  await page.close()
})

test.skipIf(!executablePath)(
  'random pictures are read to the end, with a progress bar',
  async () => {
    const { page, consoleErrors } = await visit()

    await page.getByRole('spinbutton').fill('8')
    await page.getByRole('button', { name: 'Read', exact: true }).click()
    await page.getByRole('progressbar').first().waitFor()

    await page.getByRole('region', { name: 'Progress' }).getByText('8 pictures read in').waitFor()
    expect(consoleErrors).toEqual([])
    // How the README's picture is made: SCREENSHOT=docs/page.png npx vitest run --project e2e page
    const path = process.env.SCREENSHOT
    if (path) await page.screenshot({ path, animations: 'disabled' })
    await page.close()
  },
)

test.skipIf(!executablePath)('the footer shows the readers until they scale to zero', async () => {
  const { page, consoleErrors } = await visit()
  const footer = page.getByRole('contentinfo')
  await footer.getByText('Readers: asleep').waitFor()

  await page.getByRole('spinbutton').fill('8')
  await page.getByRole('button', { name: 'Read', exact: true }).click()

  await footer.getByText(/Readers: [1-9] of [1-9] reading/).waitFor()
  await footer.getByText('Readers: asleep').waitFor()
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!executablePath)('another visitor’s document appears without a reload', async () => {
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

test.skipIf(!executablePath)('a document has an address of its own', async () => {
  const client = createClient(glyphflow.url)
  const { id } = await client.read(sample('card-surveyor.png'))

  const { page, consoleErrors } = await visit(`/#/d/${id}`)

  const dialog = page.getByRole('dialog')
  await dialog.getByText('Surveyor of bridges and small dams').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!executablePath)('a text keeps its place while its picture loads', async () => {
  const { id } = await createClient(glyphflow.url).read(sample('card-surveyor.png'))
  const { page } = await visit('/', { viewport: { width: 390, height: 844 } })
  const isRequested = Promise.withResolvers<void>()
  const mayLoad = Promise.withResolvers<void>()
  await page.route(/width=1600/, async (route) => {
    isRequested.resolve()
    await mayLoad.promise
    await route.continue()
  })
  const text = page.getByRole('dialog').getByText('Surveyor of bridges and small dams')
  const picture = page.getByRole('img', { name: 'Page 1' })

  await page.goto(`${glyphflow.url}/#/d/${id}`)
  await isRequested.promise
  const before = await text.boundingBox()
  mayLoad.resolve()
  await page.locator('img.shown[alt="Page 1"]').waitFor()

  expect((await picture.boundingBox())?.width).toBeGreaterThan(300)
  expect(await text.boundingBox()).toEqual(before)
  await page.close()
})

test.skipIf(!executablePath)('failed pictures load when the network is back', async () => {
  const { page } = await visit()
  await page.route(/preview/, (route) => route.abort())
  await page.reload()
  await page.waitForRequest(/preview/)

  await page.unroute(/preview/)
  await page.context().setOffline(true)
  await page.context().setOffline(false)

  await page.locator('.thumbnail img.shown').first().waitFor()
  await page.close()
})

test.skipIf(!executablePath)('a batch has the same order after a reload', async () => {
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

test.skipIf(!executablePath)('the page fits a phone, and has a dark theme', async () => {
  const viewport = { width: 360, height: 740 }

  const { page } = await visit('/', { viewport, colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Choose pictures' }).waitFor()

  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  expect(width).toBeLessThanOrEqual(360)
  expect(background.match(/\d+/g)?.map(Number)[0]).toBeLessThan(60)
  await page.close()
})

test.skipIf(!executablePath)('the API page loads without a request to another origin', async () => {
  const { page, consoleErrors } = await visit('/docs')

  await page.getByRole('heading', { name: 'The API' }).waitFor()

  await until(async () => (await page.getByText('/v1/documents').count()) > 3)
  expect(consoleErrors).toEqual([])
  await page.close()
})
