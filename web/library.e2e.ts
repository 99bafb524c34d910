import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { chosen, count, entry, ownLibrary } from './library.fixture.ts'
import { hasChromium, violationsOf } from './own-page.fixture.ts'

const { url, visit } = ownLibrary()

const phone = { viewport: { width: 390, height: 844 } }
const listed = (page: Page) => page.locator('.shelf li[data-id]')
const idsIn = (page: Page) =>
  page.evaluate<string[]>(
    "[...document.querySelectorAll('.shelf li[data-id]')].map(({ dataset }) => dataset.id)",
  )

async function scrollToEnd(page: Page) {
  await until(async () => {
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    return entry(page, 0).isVisible()
  })
}

test.skipIf(!hasChromium)(
  'the page has only the entries near the view, and loads them again',
  async () => {
    for (const layout of ['Cards', 'Compact list']) {
      const { page } = await visit()
      await page.getByRole('button', { name: layout }).click()
      await entry(page, count - 1).waitFor()

      await scrollToEnd(page)
      const atEnd = await listed(page).count()
      await page.evaluate('scrollTo(0, 0)')
      await entry(page, count - 1)
        .locator('a.card-name')
        .waitFor()
      const atStart = await idsIn(page)

      expect(Math.max(atEnd, atStart.length)).toBeLessThan(130)
      expect(atStart).not.toContain('document-0')
      await page.close()
    }
  },
)

test.skipIf(!hasChromium)('a filter is in the address, and also of a search', async () => {
  const { page } = await visit()
  await entry(page, 399).waitFor()

  await page.getByLabel('Kind').selectOption('PDF')
  await entry(page, 399).waitFor({ state: 'detached' })
  const pdfs = await idsIn(page)
  const address = page.url()
  await page.getByRole('searchbox').fill('the')
  await page.getByRole('heading', { name: /found/ }).waitFor()
  const found = await idsIn(page)
  await page.goto(address)
  await entry(page, 390).waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await entry(page, 399).waitFor()

  expect(address).toBe(`${url()}/?kind=pdf`)
  expect(Math.min(pdfs.length, found.length)).toBeGreaterThan(0)
  expect([...pdfs, ...found].filter((id) => !id.endsWith('0'))).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('the documents of a batch, a state or a day are listed', async () => {
  const { page } = await visit()
  await page.getByRole('button', { name: 'Batch', exact: true }).first().click()
  await page.getByRole('button', { name: 'One batch' }).waitFor()
  await until(async () => (await listed(page).count()) < 10)

  await page.getByRole('button', { name: 'One batch' }).click()
  await page.getByLabel('State').selectOption('Queued')
  await page.locator('.state', { hasText: 'Queued' }).first().waitFor()
  await until(async () => (await page.locator('.state:not(.state-waiting)').count()) === 0)
  await page.getByText('Any date').click()
  // A digit more than a year has.
  await page.getByLabel('From', { exact: true }).pressSequentially('111112026')
  await page.getByLabel('From', { exact: true }).fill('')
  await page.getByLabel('To', { exact: true }).fill('2020-01-31')
  await page.keyboard.press('Escape')
  await page.getByText('No document is like this').waitFor()
  expect(page.url()).toBe(`${url()}/?status=queued&to=2020-01-31`)
  await page.getByRole('button', { name: 'Show all documents' }).click()
  await entry(page, 399).waitFor()
  await page.close()
})

test.skipIf(!hasChromium)('the compact list is remembered, with rows of 56 px', async () => {
  const { page } = await visit()
  await page.getByRole('button', { name: 'Compact list' }).click()

  await page.reload()
  await entry(page, 390).waitFor()

  expect((await entry(page, 390).boundingBox())?.height).toBe(56)
  expect(await page.locator('.row').count()).toBeGreaterThan(20)
  await page.close()
})

test.skipIf(!hasChromium)('in another layout, the view stays at its entries', async () => {
  const { page } = await visit()
  await page.getByRole('button', { name: 'Compact list' }).click()
  await scrollToEnd(page)
  await page.evaluate('scrollBy(0, -6000)')
  // Until the list has followed the scroll, its entries lie below the view: NaN.
  const placeInView = () =>
    page.evaluate<number>(`Number([...document.querySelectorAll('.shelf li[data-id]')]
      .map((entry) => [entry.getBoundingClientRect().top, entry.ariaPosInSet])
      .find(([top]) => top > 60 && top < innerHeight)?.[1])`)
  await until(async () => (await placeInView()) > 0)
  const before = await placeInView()

  await page.evaluate("document.querySelector('.layout-switch button').click()")
  await page.locator('.shelf .card').first().waitFor()
  await until(async () => Math.abs((await placeInView()) - before) < 4)
  await page.close()
})

test.skipIf(!hasChromium)('a wide window has two columns, a phone one that fits', async () => {
  const wide = await visit('/', { viewport: { width: 1700, height: 900 } })
  const small = await visit('/', phone)
  const lefts = async (page: Page) => {
    await entry(page, 390).waitFor()
    const boxes = [entry(page, 391), entry(page, 390)].map((each) => each.boundingBox())
    return new Set((await Promise.all(boxes)).map((box) => box?.x)).size
  }

  expect([await lefts(wide.page), await lefts(small.page)]).toEqual([2, 1])
  for (const layout of ['Compact list', 'Cards']) {
    await small.page.getByRole('button', { name: layout }).click()
    const width = await small.page.evaluate<number>('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
  }
  await Promise.all([wide.page.close(), small.page.close()])
})

test.skipIf(!hasChromium)('axe finds no violation in the list', async () => {
  const violations: string[] = []
  for (const [layout, options] of [
    ['Cards', {}],
    ['Compact list', {}],
    ['Cards', phone],
    ['Compact list', phone],
  ] as const) {
    const { page } = await visit('/?kind=image', options)
    await page.getByRole('button', { name: layout }).click()
    await page.getByText('Any date').click()
    await page.getByLabel('From').waitFor()
    violations.push(...(await violationsOf(page)))
    await page.keyboard.press('Escape')
    await listed(page).getByRole('checkbox').first().check()
    await page.getByText('1 selected').waitFor()
    await chosen(page).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    violations.push(...(await violationsOf(page)))
    await page.close()
  }
  expect(violations).toEqual([])
})

test.skipIf(!hasChromium)('documents are read on beyond those that were loaded first', async () => {
  const { documents } = await createClient(url()).list('limit=60')
  const ids = documents.map(({ id }) => id)
  const { page } = await visit(`/documents/${ids[47]}`)

  await page.getByText('48 of 150+').waitFor()
  for (const id of ids.slice(48, 51)) {
    await page.keyboard.press('Shift+PageDown')
    await page.waitForURL(`**/documents/${id}`)
  }

  await page.getByText('51 of 150+').waitFor()
  await page.close()
})
