import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'

const { url, visit } = ownPage()
const sample = join(import.meta.dirname, '../loadtest/samples/card-surveyor.png')
/** Longer than a batch may be. */
const batch = 'b'.repeat(101)

test.skipIf(!hasChromium)('an address that the server refuses is explained once', async () => {
  const { id } = await createClient(url()).read(sample)
  const { page } = await visit('/system')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.clock.install()

  await page.goto(`${url()}/?batch=${batch}`)
  await page.getByText('The server does not accept this address: batch').waitFor()
  // Screenshot: SCREENSHOT=refused.png npx vitest run --project e2e refused-list
  const path = process.env.SCREENSHOT
  if (path) await page.screenshot({ path, animations: 'disabled' })
  const violations = await violationsOf(page)
  await page.clock.runFor(20_000)
  const lists = requests.filter((each) => each.includes('v1/documents?'))
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.locator(`li[data-id="${id}"]`).waitFor()
  const uploaded = await createClient(url()).read(sample)
  await page.getByRole('button', { name: 'Show 1 newer document' }).click()
  await page.locator(`li[data-id="${uploaded.id}"]`).waitFor()

  expect(lists).toHaveLength(1)
  expect(violations).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('so is a search', async () => {
  const { id } = await createClient(url()).read(sample)
  const { page } = await visit(`/?q=surveyor&batch=${batch}`)

  await page.getByText('The server does not accept this address: batch').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()

  await page.locator(`li[data-id="${id}"] mark`).first().waitFor()
  expect(page.url()).toBe(`${url()}/?q=surveyor`)
  await page.close()
})

test.skipIf(!hasChromium)(
  'a list that fails beside its entries says so, then shows what is new',
  async () => {
    await createClient(url()).read(sample)
    const { page } = await visit('/', { viewport: { width: 1280, height: 400 } })
    await page.locator('.shelf li[data-id]').first().waitFor()
    await page.route('**/v1/documents?*', (route) => route.abort())

    const { id } = await createClient(url()).read(sample)
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await page.getByRole('button', { name: /newer document/ }).click()
    await page.getByText('The list could not be loaded. Trying again…').waitFor()
    await page.unroute('**/v1/documents?*')

    await page.getByText('The list could not be loaded').waitFor({ state: 'detached' })
    const name = page.locator(`li[data-id="${id}"] a.card-name`)
    await until(() => name.evaluate((link) => link.matches(':focus')))
    expect(await page.evaluate('scrollY')).toBe(0)
    await page.close()
  },
)
