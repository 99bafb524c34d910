import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { failingOcr } from '../loadtest/e2e/failing-ocr.fixture.ts'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, readSamples, violationsOf } from './own-page.fixture.ts'

const sample = join(import.meta.dirname, '../loadtest/samples/label-jam.jpg')
let failing: Awaited<ReturnType<typeof failingOcr>>
/** While this file is missing, readers wait: they are busy. */
const goesOn = () => at('goes-on')
const { at, url, visit } = ownPage(async (path) => {
  failing = await failingOcr(path(''))
  return { ...failing.env, FETCHES_WHEN: path('goes-on'), DOLLARS_PER_HOUR: '0.25' }
})

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test.skipIf(!hasChromium)(
  'a burst shows its replicas, its dead letters, and reads them again',
  async () => {
    const client = createClient(url())
    const { page, consoleErrors } = await visit('/system')
    await panel(page, 'ocr').getByText('Pages waiting').waitFor()
    await page.getByText('$0.25 an hour').waitFor()

    for (const _ of [1, 2, 3]) await client.upload(sample)
    await panel(page, 'ocr')
      .getByText(/^[1-9] of [1-9] busy$/)
      .waitFor()
    await panel(page, 'ocr')
      .getByText(/cold starts?$/)
      .waitFor()
    await panel(page, 'Topics').getByText('3 for ocr').waitFor()

    await writeFile(goesOn(), '')
    const letters = panel(page, 'Dead letters')
    await until(async () => (await letters.getByText('500 An unexpected error').count()) === 3)
    await failing.mend()
    await letters
      .getByRole('button', { name: /^Read again/ })
      .first()
      .click()
    await until(async () => (await letters.getByText('500').count()) === 2)
    await letters.getByRole('button', { name: 'Read all again' }).click()
    await letters.getByText('None.').waitFor()

    // Submitted again, they are still to be read.
    await until(async () => (await client.list('status=done')).documents.length === 3)
    expect(consoleErrors).toEqual([])
    await page.close()
  },
)

test.skipIf(!hasChromium)('axe finds no violation, in both themes, on a phone', async () => {
  const client = createClient(url())
  await rm(goesOn())
  await client.samples(2)
  const { page } = await visit('/system', { viewport: { width: 360, height: 740 } })
  await panel(page, 'ocr').getByText(/busy$/).first().waitFor()
  await panel(page, 'ocr').getByText('As a table').click()
  await page.getByRole('columnheader', { name: 'Time' }).waitFor()

  const violations = await violationsOf(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  violations.push(...(await violationsOf(page)))

  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThan(361)
  await page.close()
  await writeFile(goesOn(), '')
  expect(violations).toEqual([])
})

test.skipIf(!hasChromium)('a batch has a chart of its replicas and pictures', async () => {
  const { page, consoleErrors } = await visit('/')
  await page.evaluate('window.mark = "not loaded again"')

  await readSamples(page, 4)
  const progress = page.getByRole('region', { name: 'Progress' })
  await progress.getByText('4 pictures read').waitFor()
  await progress.getByRole('button', { name: 'Chart' }).click()
  await progress.getByRole('img', { name: /^4 pictures finished/ }).waitFor()
  await page.getByRole('link', { name: 'System' }).click()
  await page.getByRole('heading', { name: 'System' }).waitFor()
  await page.getByRole('link', { name: 'Documents' }).click()
  await progress.waitFor()

  expect(await page.evaluate('window.mark')).toBe('not loaded again')
  expect(consoleErrors).toEqual([])
  await page.close()
})

test.skipIf(!hasChromium)('nothing outdated is shown without a connection', async () => {
  const { page } = await visit('/')
  const footer = page.getByRole('contentinfo')
  await footer.getByText('No pages waiting').waitFor()

  await page.context().setOffline(true)
  await footer.getByText('Not connected').waitFor()
  await page.context().setOffline(false)

  await footer.getByText('No pages waiting').waitFor()
  await page.close()
})
