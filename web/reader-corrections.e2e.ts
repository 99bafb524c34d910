import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'

const sample = join(import.meta.dirname, '../loadtest/samples/card-surveyor.png')
const { url, visit } = ownPage()

/** Opens a document, at its address or from the list. */
async function open(from: 'address' | 'list' = 'address') {
  const client = createClient(url())
  const { id } = await client.upload(sample)
  await until(async () => (await client.document(id)).finishedAt !== null)
  const { page, consoleErrors } = await visit(from === 'list' ? '/' : `/documents/${id}`)
  if (from === 'list') await page.locator(`a.card-name[href*="${id}"]`).click()
  await word(page, 'bridges').waitFor()
  const text = async () => (await client.document(id)).pages[0]?.text ?? ''
  const has = (expected: string) => until(async () => (await text()).includes(expected))
  return { id, page, text, has, consoleErrors }
}

/** Somebody else corrects the fourth word. */
async function correct(id: string, text: string) {
  const words = [{ index: 3, was: 'Surveyor', text }]
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'PATCH', headers, body: JSON.stringify({ words }) }
  const { status } = await fetch(`${url()}/v1/documents/${id}/pages/1/text`, init)
  expect(status).toBe(200)
}

const word = (page: Page, text: string) =>
  page.locator('.text-pane [data-index]', { hasText: text }).first()
const editor = (page: Page) => page.locator('input.editor')

test.skipIf(!hasChromium)('a word is corrected by keys, undone, and brought back', async () => {
  const { page, text, has, consoleErrors } = await open()
  const asRead = await text()

  // The first word, and the fifth after it.
  await page.locator('.text-pane').focus()
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press('ArrowRight')
  await page.locator('.text-pane [data-current]', { hasText: 'Surveyor' }).waitFor()
  await page.keyboard.press('Enter')
  await editor(page).fill('Painter')
  await page.keyboard.press('Tab')
  await until(async () => (await editor(page).inputValue()) === 'of')
  await page.keyboard.press('Escape')
  await has('Painter of bridges')
  await page.locator('.text-pane .corrected', { hasText: 'Painter' }).waitFor()
  await page.locator('.words .corrected', { hasText: 'Painter' }).waitFor()
  expect(await word(page, 'Painter').getAttribute('title')).toBe('Read as “Surveyor”')

  await page.keyboard.press('Control+z')
  await has('Surveyor of bridges')
  await word(page, 'Surveyor').dblclick()
  await editor(page).fill('Builder')
  await page.keyboard.press('Enter')
  await has('Builder of bridges')
  await page.getByRole('button', { name: 'Bring back what was read' }).press('Enter')
  expect(await text()).toContain('Builder')
  await page.getByRole('button', { name: 'Drop all corrections of this page?' }).press('Enter')

  await until(async () => (await text()) === asRead)
  await word(page, 'Surveyor').waitFor()
  expect(await page.locator('.corrected').count()).toBe(0)
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('keys go to the editor from the moment it is shown', async () => {
  const { page, has } = await open()
  // Asked before the next frame is drawn.
  const hasFocus = page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        new MutationObserver(() => {
          const field = document.querySelector('input.editor')
          if (field) resolve(field === document.activeElement)
        }).observe(document.body, { childList: true, subtree: true })
      }),
  )
  await word(page, 'Surveyor').dblclick()
  expect(await hasFocus).toBe(true)

  // Nor do they wait for the server's answer.
  const held = Promise.withResolvers<void>()
  await page.route(/pages\/1\/text/, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.keyboard.type('Painter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('off')
  await page.keyboard.press('Enter')
  held.resolve()

  await has('Painter off bridges')
  await page.close()
})

test.skipIf(!hasChromium)('a line is corrected at once, with fewer or more words', async () => {
  const { page, has } = await open()

  await word(page, 'small').click()
  await page.keyboard.press('Shift+Enter')
  await until(
    async () => (await editor(page).inputValue()) === 'Surveyor of bridges and small dams',
  )
  await editor(page).fill('Surveyor of very long bridges and dams')
  await page.keyboard.press('Enter')
  await has('Surveyor of very long bridges and dams\n')

  // A word taken away can be corrected again.
  await page.locator('.text-pane .emptied').click()
  await page.keyboard.press('Enter')
  await editor(page).fill('great')
  await page.keyboard.press('Enter')
  await has('bridges and great dams\n')
  await page.close()
})

test.skipIf(!hasChromium)('Escape cancels, and a picture alone can be corrected', async () => {
  const { page, text, has } = await open()
  const asRead = await text()
  await page.getByRole('button', { name: 'Picture', exact: true }).click()
  const onPicture = page.locator('.words [data-index]', { hasText: 'bridges' })

  await onPicture.dblclick()
  await editor(page).fill('nonsense')
  await page.keyboard.press('Escape')
  await editor(page).waitFor({ state: 'detached' })
  expect(await text()).toBe(asRead)

  await onPicture.dblclick()
  await editor(page).fill('tunnels')
  await page.keyboard.press('Enter')
  await has('tunnels')
  await page.close()
})

test.skipIf(!hasChromium)('a correction of what has changed meanwhile is not saved', async () => {
  const { id, page, has, text } = await open()
  // The page does not see the change.
  await page.route(/pages\/1\?/, (route) => route.abort())
  await correct(id, 'Inspector')

  await word(page, 'Surveyor').dblclick()
  await editor(page).fill('Painter')
  await page.unroute(/pages\/1\?/)
  await page.keyboard.press('Enter')

  await page.getByText('It could not be saved: the text has changed meanwhile').waitFor()
  await has('Inspector')
  expect(await text()).not.toContain('Painter')
  await page.close()
})

test.skipIf(!hasChromium)('a correction that arrives while a word is edited stays', async () => {
  const { id, page, has } = await open()
  await word(page, 'Surveyor').dblclick()
  await editor(page).fill('Painter')

  await correct(id, 'Inspector')
  await page.locator('.words [data-index]', { hasText: 'Inspector' }).waitFor()
  expect(await editor(page).inputValue()).toBe('Painter')
  await page.keyboard.press('Enter')

  await page.getByText('You wrote “Painter”').waitFor()
  await word(page, 'Inspector').waitFor()
  expect(await editor(page).count()).toBe(0)
  await has('Inspector')
  await page.close()
})

test.skipIf(!hasChromium)('what is typed is saved when Back closes the reader', async () => {
  const { page, has } = await open('list')
  await word(page, 'Surveyor').dblclick()
  await editor(page).fill('Painter')

  await page.goBack()

  await has('Painter of bridges')
  await page.close()
})
