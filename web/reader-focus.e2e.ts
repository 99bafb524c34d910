import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'

const sample = join(import.meta.dirname, '../loadtest/samples/card-surveyor.png')
const { url, visit } = ownPage()
let id: string

beforeAll(async () => {
  if (!hasChromium) return
  const client = createClient(url())
  await client.read(join(import.meta.dirname, '../loadtest/samples/label-jam.jpg'))
  id = (await client.read(sample)).id
})

const gotFocus = (element: Locator) =>
  until(() => element.evaluate((each) => each.matches(':focus')))

test.skipIf(!hasChromium)(
  'a reader without its style sheet can be left, and is whole later',
  async () => {
    const { page } = await visit()
    const link = page.getByRole('link', { name: 'card-surveyor.png', exact: true })
    await page.route('**/reader.css', (route) => route.abort())

    await link.click()
    await page.getByText('This part could not be loaded').waitFor()
    await page.keyboard.press('Escape')
    await gotFocus(link)
    await link.click()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.unroute('**/reader.css')
    await link.click()

    const head = page.locator('.reader-head')
    await head.waitFor()
    const display = await head.evaluate((element) => getComputedStyle(element).display)
    expect(display).toBe('flex')
    await page.close()
  },
)

test.skipIf(!hasChromium)('a reader that is still loaded can be left', async () => {
  const { page } = await visit()
  const link = page.getByRole('link', { name: 'card-surveyor.png', exact: true })
  await page.route('**/reader.css', () => {})

  await link.click()
  await page.locator('.reader').getByText('Loading…').waitFor()
  await page.getByRole('button', { name: 'Close' }).click()

  await gotFocus(link)
  await page.close()
})

test.skipIf(!hasChromium)(
  'while nothing can be saved, the focus stays where the user goes',
  async () => {
    const { page } = await visit(`/documents/${id}`)
    const word = page.locator('.text-pane [data-index]', { hasText: 'Surveyor' }).first()
    await page.route('**/pages/1/text', (route) => route.abort())

    await word.dblclick()
    await page.locator('input.editor').fill('Painter')
    const copy = page.getByRole('button', { name: 'Copy link' })
    await copy.focus()
    await page.getByText('It could not be saved').waitFor()
    await gotFocus(copy)

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await gotFocus(copy)
    await page.close()
  },
)

test.skipIf(!hasChromium)(
  'the focus is in the list after a deletion in the reader, and after Undo',
  async () => {
    const { page } = await visit()
    const names = page.locator('.shelf a.card-name')
    await page.getByRole('link', { name: 'card-surveyor.png', exact: true }).click()

    await page.locator('.reader-actions').getByRole('button', { name: 'Delete' }).click()
    await gotFocus(names.first())
    expect(await names.first().textContent()).toBe('label-jam.jpg')
    await page.getByRole('button', { name: 'Undo' }).click()

    await gotFocus(names.first())
    expect(await names.first().textContent()).toBe('card-surveyor.png')
    await page.close()
  },
)

test.skipIf(!hasChromium)('the focus is never lost in a reader opened by its address', async () => {
  const { page } = await visit(`/documents/${id}`)
  const menus = ['Download', 'Read again'].map((name) =>
    page.locator('.reader-actions summary', { hasText: name }),
  )
  const [download, again] = menus as [Locator, Locator]

  await download.press('Enter')
  await page.getByRole('link', { name: 'Text', exact: true }).press('Enter')
  await gotFocus(download)
  await again.press('Enter')
  const request = page.waitForResponse(/redrive$/)
  await page.getByRole('button', { name: 'Read 1 page again' }).press('Enter')
  await request
  await gotFocus(again)
  await page.getByText('1 page on the way').waitFor()
  await page.locator('.reader-actions').getByRole('button', { name: 'Delete' }).press('Enter')

  await gotFocus(page.locator('.shelf a.card-name').first())
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.close()
})

test.skipIf(!hasChromium)('on a phone, too, buttons are named by what they do', async () => {
  const { page } = await visit('/', { viewport: { width: 390, height: 844 } })

  await page.getByRole('button', { name: 'Delete card-surveyor.png' }).waitFor()
  await page.getByRole('button', { name: 'Copy text' }).first().waitFor()

  await page.close()
})
