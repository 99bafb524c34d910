import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { pdfOf } from '../functions/shared/pdf/pdf.fixture.ts'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'
import { gifs, holdUploads, picker, refusals, sample } from './uploads.fixture.ts'

const { url, visit } = ownPage()
const phone = {
  ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  reducedMotion: 'reduce',
} as const

const documents = async () => (await createClient(url()).list('limit=200')).documents

test.skipIf(!hasChromium)(
  'four files are sent at a time; a busy server is tried again with the same key; the rest is cancelled',
  async () => {
    const before = (await documents()).length
    const { page } = await visit()
    const held = await holdUploads(page)
    const progress = page.getByRole('region', { name: 'Progress' }).first()

    await picker(page).setInputFiles(gifs(7))
    await until(async () => held.length === 4)
    await progress.getByText('Uploaded 0 of 7').waitFor()
    const first = held.splice(0)
    const keyOf = (route: Route) => route.request().headers()['idempotency-key']
    await first[0]?.fulfill({ status: 503, headers: { 'retry-after': '120' }, body: '{}' })
    await Promise.all(first.slice(1).map((route) => route.continue()))
    await progress.getByText('Uploaded 3 of 7').waitFor()
    await page
      .getByText(/The server is busy, again in 1\d\d s/)
      .first()
      .waitFor()
    const whileBusy = held.length
    await page.getByRole('button', { name: 'Try now' }).first().click()
    await until(async () => held.length === 4)
    const violations = await violationsOf(page)
    await progress.getByRole('button', { name: 'Cancel the rest' }).click()

    await progress.getByText(/^3 pictures read|None of 3/).waitFor()
    await until(async () => (await documents()).length === before + 3)
    expect(whileBusy).toBe(0)
    expect(held.map(keyOf)).toContain(first[0] && keyOf(first[0]))
    expect(new Set(first.map(keyOf)).size).toBe(4)
    expect(violations).toEqual([])
    await page.close()
  },
)

test.skipIf(!hasChromium)('a refused file is tried again, a PDF with its password', async () => {
  const { page } = await visit()
  const lines = ['Kept between the two of us']
  const locked = {
    name: 'locked.pdf',
    mimeType: 'application/pdf',
    buffer: pdfOf([{ lines }], 'open'),
  }

  await picker(page).setInputFiles([locked])
  await refusals(page).getByText('1 file was not taken: 1 with a password').click()
  const field = page.getByLabel('Password of locked.pdf')
  await field.fill('closed')
  await page.keyboard.press('Enter')
  await refusals(page).getByText('This password does not open it').waitFor()
  await until(() => field.evaluate((element) => element.matches(':focus')))
  await page.keyboard.type('open')
  await page.keyboard.press('Enter')

  await page.getByText('Kept between the two of us').first().waitFor()
  expect(await refusals(page).count()).toBe(0)
  await page.close()
})

test.skipIf(!hasChromium)('files pasted over a document found are shown in the list', async () => {
  await createClient(url()).read(sample('card-surveyor.png'))
  const { page } = await visit('/?q=surveyor')
  await page.getByRole('link', { name: 'card-surveyor.png', exact: true }).first().click()
  await page.locator('.reader .text').waitFor()

  const bytes = gifs(1).flatMap(({ buffer }) => [...buffer])
  await page.evaluate(`{
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([Uint8Array.of(${bytes})], 'pasted.gif'))
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }`)

  await page.locator('.shelf').getByText('pasted.gif').first().waitFor()
  expect(page.url()).toBe(`${url()}/`)
  await page.goBack()
  await page.locator('.reader .text').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: /found/ }).waitFor()
  await page.close()
})

test.skipIf(!hasChromium)('cells pasted into a field are text, elsewhere a picture', async () => {
  const { page } = await visit()
  const held = await holdUploads(page)
  const paste = (selector: string) =>
    page.locator(selector).evaluate((element) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'Total')
      clipboardData.items.add(new File(['GIF89a'], 'image.png', { type: 'image/png' }))
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      return element.dispatchEvent(event)
    })
  await page.getByRole('button', { name: 'Choose pictures' }).waitFor()

  const isPasted = [await paste('input[type=search]'), await paste('main')]

  // False: the page has taken it.
  expect(isPasted).toEqual([true, false])
  await until(async () => held.length + (await refusals(page).count()) === 1)
  await page.close()
})

test.skipIf(!hasChromium)('a phone has a camera button, and targets of 44 px', async () => {
  const { page } = await visit('/', phone)
  const photo = page.getByRole('button', { name: 'Take a photo' })
  await photo.waitFor()
  await page.locator('input[capture]').setInputFiles(sample('card-surveyor.png'))
  await page.getByText('Ingrid').first().waitFor()
  await picker(page).setInputFiles({ name: 'a.txt', mimeType: '', buffer: Buffer.from('Dear Sir') })
  await refusals(page).getByText('1 file was not taken').click()
  const look = async () => [
    await violationsOf(page),
    await smallTargets(page),
    await overflow(page),
  ]
  const chosen = page.waitForEvent('filechooser')

  const list = await look()
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violationsOf(page)
  await page.setViewportSize({ width: 320, height: 640 })
  const narrow = [await cutOff(page), await overflow(page)]
  await page.getByRole('button', { name: 'Choose', exact: true }).click()
  const chooser = await chosen
  await page.getByRole('link', { name: 'card-surveyor.png', exact: true }).first().click()
  await page.locator('.reader .text').waitFor()
  const reader = await look()

  expect(list).toEqual([[], [], 0])
  expect(dark).toEqual([])
  expect(narrow).toEqual([[], 0])
  expect(chooser.isMultiple()).toBe(true)
  expect(reader).toEqual([[], [], 0])
  expect(await page.getByRole('button', { name: 'Choose a folder' }).count()).toBe(0)
  await page.close()
})

/** Names of visible targets that are smaller than 44 px, without links within a text. */
const smallTargets = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((each) => !each.closest('[inert]') && each.checkVisibility() && !each.matches('.unseen, label input'))
    .map((each) => ({ each, box: (each.matches('input') && each.closest('label') || each).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
    .map(({ each, box }) => each.outerHTML.slice(0, 120) + ' ' + box.width + ' x ' + box.height)`)

/** Buttons whose contents are wider than they are. */
const cutOff = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('.button')]
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth)
    .map((each) => each.textContent)`)

const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
