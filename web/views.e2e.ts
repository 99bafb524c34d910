import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'

const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)
const { url, visit } = ownPage()

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
