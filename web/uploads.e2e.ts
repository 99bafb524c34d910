import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { pdfOf } from '../functions/shared/pdf/pdf.fixture.ts'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'

const { at, url, visit } = ownPage()
const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)
const phone = {
  ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  reducedMotion: 'reduce',
} as const

const picker = (page: Page) => page.locator('input[type=file][multiple]')
const refusals = (page: Page) => page.getByRole('region', { name: 'Files not taken' })
const documents = async () => (await createClient(url()).list('limit=200')).documents
const namesOf = async (before: number) =>
  (await documents()).slice(0, -before || undefined).map(({ filename }) => filename)

/** Tiny pictures that differ, so that each is a file of its own. */
const gifs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `scan ${index + 1}.gif`,
    mimeType: 'image/gif',
    buffer: Buffer.from(
      `47494638396101000100800000${(index + 256).toString(16).padStart(6, '0')}ffffff2c00000000010001000002024401003b`,
      'hex',
    ),
  }))

/** A folder as scanners and people leave it. */
async function makeFolder(name: string): Promise<string> {
  const folder = at(name)
  const files = {
    'page 10.jpg': await readFile(sample('label-jam.jpg')),
    'page 9.png': await readFile(sample('card-surveyor.png')),
    'more/page 11.jpg': await readFile(sample('card-clockmaker.jpg')),
    'notes.txt': Buffer.from('Dear Sir'),
    'empty.png': Buffer.alloc(0),
    '.thumbnail.png': await readFile(sample('card-surveyor.png')),
  }
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

/** Holds back the page's uploads. */
async function holdUploads(page: Page) {
  const held: Route[] = []
  await page.route('**/v1/documents', (route) => {
    if (route.request().method() === 'POST') held.push(route)
    else void route.continue()
  })
  return held
}

test.skipIf(!hasChromium)(
  'of a folder the pictures are read, and what is left out is named before',
  async () => {
    const folder = await makeFolder('scans')
    const before = (await documents()).length
    const { page, consoleErrors } = await visit()
    const held = await holdUploads(page)

    await page.locator('input[webkitdirectory]').setInputFiles(folder)
    const line = refusals(page).getByText('3 files were not taken: 1 hidden, 1 empty, 1 no picture')
    await line.waitFor()
    await until(async () => held.length === 3)
    await line.click()
    const texts = await refusals(page).getByRole('listitem').allTextContents()
    const violations = await violationsOf(page)
    await Promise.all(held.map((route) => route.continue()))
    await page.getByRole('region', { name: 'Progress' }).getByText('3 pictures read in').waitFor()

    expect(texts.map((text) => text.split('.')[0])).toEqual([
      'scans/',
      'scans/empty',
      'scans/notes',
    ])
    expect(violations).toEqual([])
    expect((await namesOf(before)).toSorted()).toEqual(['page 10.jpg', 'page 11.jpg', 'page 9.png'])
    await refusals(page).getByRole('button', { name: 'Dismiss' }).click()
    await refusals(page).waitFor({ state: 'detached' })
    expect(consoleErrors).toEqual([])
    await page.close()
  },
)

test.skipIf(!hasChromium)(
  'a dropped folder is one document, its pages in the natural order of their names',
  async () => {
    const folder = await makeFolder('letter')
    const { page } = await visit()
    const browser = await page.context().newCDPSession(page)
    const drop = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      browser.send('Input.dispatchDragEvent', {
        ...{ type, x: 400, y: 400 },
        data: { items: [], files: [folder], dragOperationsMask: 1 },
      })

    await page.getByRole('switch', { name: 'All in one document' }).check()
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drop(type)
    const question = page.getByRole('region', { name: 'One document' })
    await question.getByText('Files that cannot be pages: letter/empty.png (empty).').waitFor()
    const violations = await violationsOf(page)
    await question.getByRole('button', { name: 'Make 1 document' }).click()

    await until(async () => (await documents())[0]?.pageCount === 3)
    const [document] = await documents()
    await until(
      async () => (await createClient(url()).document(document?.id ?? '')).finishedAt !== null,
    )
    const { pages } = await createClient(url()).document(document?.id ?? '')
    expect(violations).toEqual([])
    expect(
      pages.map(({ text }) => /clocks|surveyor|damson/i.exec(text ?? '')?.[0].toLowerCase()),
    ).toEqual(['clocks', 'surveyor', 'damson'])
    await page.close()
  },
)

test.skipIf(!hasChromium)('too many files for one document are asked about before', async () => {
  const before = (await documents()).length
  const { page } = await visit()
  const held = await holdUploads(page)

  await page.getByRole('switch', { name: 'All in one document' }).check()
  await picker(page).setInputFiles(gifs(53))
  const question = page.getByRole('region', { name: 'One document' })
  await question
    .getByText('A document has at most 50 files and 200 MB: these 53 files make 2.')
    .waitFor()
  const sentBefore = held.length
  await question.getByRole('button', { name: 'Make 2 documents' }).click()
  await until(async () => held.length === 2)
  await Promise.all(held.map((route) => route.continue()))

  await until(async () => (await documents()).length === before + 2)
  const counts = (await documents()).slice(0, 2).map(({ pageCount }) => pageCount)
  expect(sentBefore).toBe(0)
  expect(counts.toSorted()).toEqual([3, 50])
  await page.close()
})

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
  await page.getByLabel('Password of locked.pdf').fill('open')
  await page.keyboard.press('Enter')

  await page.getByText('Kept between the two of us').first().waitFor()
  expect(await refusals(page).count()).toBe(0)
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
  await page.getByRole('button', { name: 'Choose', exact: true }).click()
  const chooser = await chosen
  await page.getByRole('link', { name: 'card-surveyor.png', exact: true }).first().click()
  await page.locator('.reader .text').waitFor()
  const reader = await look()

  expect(list).toEqual([[], [], 0])
  expect(dark).toEqual([])
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

const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
