import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { chosen, entry, ownLibrary } from './library.fixture.ts'
import { hasChromium } from './own-page.fixture.ts'

const { url, visit } = ownLibrary()

async function download(page: Page, format: string) {
  await chosen(page).getByText('Download').click()
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: format, exact: true }).click()
  return started
}

test.skipIf(!hasChromium)('documents are chosen by keys, and downloaded', async () => {
  const { page, consoleErrors } = await visit()
  const name = (number: number) => entry(page, number).locator('a.card-name')

  await entry(page, 399).getByRole('checkbox').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+X')
  await page.getByText('3 selected').waitFor()
  const file = await download(page, 'Text')
  await name(397).focus()
  await page.keyboard.press('Control+a')
  await page.getByText('50 selected').waitFor()
  await chosen(page).getByRole('button', { name: 'Delete' }).focus()
  await page.keyboard.press('Escape')

  await page.getByText('50 selected').waitFor({ state: 'detached' })
  await until(() => page.evaluate<boolean>("document.activeElement.matches('a.card-name')"))
  expect(file.suggestedFilename()).toBe('documents.zip')
  // The pictures of these documents are not pictures.
  expect(consoleErrors.filter((text) => !/status of 4/.test(text))).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('a deletion can be undone, by its notice or a key', async () => {
  const { page } = await visit()
  const deletion = entry(page, 395).getByRole('button', { name: /Delete/ })

  await deletion.click()
  await entry(page, 395).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await entry(page, 395).waitFor()
  await entry(page, 395).locator('a.card-name').focus()
  await page.keyboard.press('Delete')
  await entry(page, 395).waitFor({ state: 'detached' })
  const focused = await page.evaluate<string>("document.activeElement.closest('li').dataset.id")
  await page.keyboard.press('Control+z')
  await entry(page, 395).waitFor()

  expect(focused).toBe('document-394')
  expect((await createClient(url()).get('/v1/documents/document-395')).status).toBe(200)
  await page.close()
})

test.skipIf(!hasChromium)('a deletion is sent after 10 s, or when the page is left', async () => {
  const { page } = await visit()
  const { get } = createClient(url())
  const isGone = async (number: number) =>
    (await get(`/v1/documents/document-${number}`)).status === 404

  await entry(page, 394)
    .getByRole('button', { name: /Delete/ })
    .click()
  await entry(page, 394).waitFor({ state: 'detached' })
  const isEarly = await isGone(394)
  await until(() => isGone(394))
  await entry(page, 393).getByRole('checkbox').check()
  await entry(page, 392).getByRole('checkbox').check()
  await chosen(page).getByRole('button', { name: 'Delete' }).click()
  await page.getByText('2 documents deleted').waitFor()
  await page.close({ runBeforeUnload: true })

  await until(async () => (await isGone(393)) && (await isGone(392)))
  expect(isEarly).toBe(false)
})
