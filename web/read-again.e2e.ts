import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, openBrowser, openPage } from './own-page.fixture.ts'

const { start } = ownGlyphflow()
const sample = join(import.meta.dirname, '../loadtest/samples/label-jam.jpg')

/** Opens the page of a Glyphflow whose ocr fails every page until `mend` is called. */
async function visitFailing() {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path)
  const glyphflow = await start(env)
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const { page, consoleErrors } = await openPage(browser, glyphflow.url)
  return { glyphflow, client: createClient(glyphflow.url), page, consoleErrors, mend }
}

test.skipIf(!hasChromium)('the button of a failed document redrives it', async () => {
  const { glyphflow, page, consoleErrors, mend } = await visitFailing()
  await page.locator('input[type=file][multiple]').setInputFiles(sample)
  await page.getByText('All delivery attempts of the page failed').waitFor()
  await page.getByText('1 dead letter').waitFor()
  // Screenshot: SCREENSHOT=failed.png npx vitest run --project e2e read-again
  const path = process.env.SCREENSHOT
  if (path) await page.screenshot({ path, animations: 'disabled' })
  await mend()

  await page.getByRole('button', { name: 'Read again' }).click()

  await page.getByText('Read at try 2').waitFor()
  expect(await page.getByRole('button', { name: 'Read again' }).count()).toBe(0)
  await until(async () => (await page.getByText('1 dead letter').count()) === 0)
  expect(consoleErrors).toEqual([])
  await glyphflow.stop()
})

test.skipIf(!hasChromium)('the reader has the button too', async () => {
  const { glyphflow, client, page, mend } = await visitFailing()
  const { id } = await client.upload(sample)
  await until(async () => (await client.document(id)).status === 'failed')
  await page.goto(`${glyphflow.url}/documents/${id}`)
  const reader = page.locator('.reader')
  await mend()

  await reader.getByRole('button', { name: 'Read again' }).click()

  await reader.getByText('Read at try 2').waitFor()
  await glyphflow.stop()
})

test.skipIf(!hasChromium)('a failed redrive shows the reason', async () => {
  const { page } = await visitFailing()
  await page.locator('input[type=file][multiple]').setInputFiles(sample)
  const button = page.getByRole('button', { name: 'Read again' })
  await button.waitFor()
  const answer = Promise.withResolvers<void>()
  await page.route('**/redrive', async (route) => {
    await answer.promise
    await route.abort()
  })

  await button.click()
  await page.locator('button[aria-disabled=true]', { hasText: 'Read again' }).waitFor()
  answer.resolve()

  await page.getByText('It cannot be read again: The server did not answer').waitFor()
  await page.locator('button[aria-disabled=false]', { hasText: 'Read again' }).waitFor()
})
