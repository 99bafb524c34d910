import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient, until, uploadImages } from '../loadtest/system/glyphflow.ts'
import { functionsWith } from '../loadtest/system/pipeline.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'

const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)
/** While this file is missing, readers wait. */
const goesOn = () => at('goes-on')
const { at, url, visit } = ownPage(async (path) => {
  await writeFile(path('goes-on'), '')
  const FUNCTIONS_DIR = functionsWith('failing', path('functions'))
  return {
    FUNCTIONS_DIR,
    FETCHES_WHEN: path('goes-on'),
    FAILS_WHILE: path('never'),
    SECOND_LOOKS: '0',
  }
})

/** A document of two pages that have been read. */
async function readLetters(): Promise<string> {
  const names = ['card-surveyor.png', 'label-jam.jpg']
  const pictures = await Promise.all(names.map((name) => readFile(sample(name))))
  const id = await uploadImages(url(), pictures, 'letters.png')
  await until(async () => (await createClient(url()).document(id)).finishedAt !== null)
  return id
}

const pagesOf = async (id: string) => (await createClient(url()).document(id)).pages
const summary = (page: Page) => page.locator('summary', { hasText: 'Read again' })
const turn = (page: Page) => page.locator('select', { hasText: 'turned right' })

/** Choices of the menu that the page sends to the server. */
function redrivesOf(page: Page): object[] {
  const sent: object[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/redrive')) sent.push(request.postDataJSON())
  })
  return sent
}

test.skipIf(!hasChromium)('all pages are turned, each from how it is shown', async () => {
  const id = await readLetters()
  await fetch(`${url()}/v1/documents/${id}/redrive`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ pages: [1], rotate: 90 }),
  })
  await until(async () => (await pagesOf(id))[0]?.try === 2)
  const { page } = await visit(`/documents/${id}`)
  const sent = redrivesOf(page)

  await summary(page).click()
  await page.getByLabel('All 2 pages').check()
  await turn(page).selectOption('turned right')
  await page.getByRole('button', { name: 'Read 2 pages again' }).click()

  await until(async () => (await pagesOf(id)).every(({ timings }) => timings !== null))
  await until(async () => (await pagesOf(id)).map((each) => each.try).join() === '3,2')
  expect(sent).toEqual([
    { pages: [1], rotate: 180 },
    { pages: [2], rotate: 90 },
  ])
  expect((await pagesOf(id)).map(({ rotate }) => rotate)).toEqual([180, 90])
  for (const [number, rotate] of [180, 90].entries()) {
    await page
      .locator(`.strip-picture img[src$="pages/${number + 1}/preview?width=320&rotate=${rotate}"]`)
      .waitFor()
  }
  await page.close()
})

test.skipIf(!hasChromium)(
  'while a page is being read, another choice for it is refused',
  async () => {
    const id = await readLetters()
    const { page } = await visit(`/documents/${id}`)
    const sent = redrivesOf(page)
    const choose = async (option: string) => {
      await summary(page).click()
      await turn(page).selectOption(option)
      await page.getByRole('button', { name: 'Read page 1 again' }).click()
    }
    const notice = page.getByText('It is being read already: choose again when it has ended')

    await rm(goesOn())
    await choose('turned right')
    await page.locator('.sheet img[src$="rotate=90"]').first().waitFor({ state: 'attached' })
    await choose('turned left')
    await notice.waitFor()
    const meanwhile = await pagesOf(id)
    await writeFile(goesOn(), '')
    await until(async () => (await pagesOf(id))[0]?.try === 2)
    const after = await pagesOf(id)
    await choose('turned upside down')
    await until(async () => (await pagesOf(id))[0]?.try === 3)

    expect(meanwhile[0]).toMatchObject({ text: 'Read at try 1', rotate: 90 })
    expect(after[0]).toMatchObject({ text: 'Read at try 2', rotate: 90 })
    expect((await pagesOf(id))[0]).toMatchObject({ text: 'Read at try 3', rotate: 270 })
    expect(sent).toEqual([90, 0, 270].map((rotate) => ({ pages: [1], rotate })))
    await page.close()
  },
)

test.skipIf(!hasChromium)('while a choice is being sent, no other is', async () => {
  const id = await readLetters()
  const { page } = await visit(`/documents/${id}`)
  const sent = redrivesOf(page)
  const answer = Promise.withResolvers<void>()
  await page.route('**/redrive', async (route) => {
    await answer.promise
    await route.continue()
  })
  const button = page.getByRole('button', { name: 'Read page 1 again' })

  await summary(page).click()
  await turn(page).selectOption('turned left')
  await button.click()
  await summary(page).click()
  const shown = await turn(page).inputValue()
  const isDisabled = await button.getAttribute('aria-disabled')
  await button.click({ force: true })
  answer.resolve()

  await until(async () => (await pagesOf(id))[0]?.try === 2)
  expect([shown, isDisabled]).toEqual(['0', 'true'])
  expect(sent).toEqual([{ pages: [1], rotate: 270 }])
  await page.close()
})
