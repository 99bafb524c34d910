import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pdfOf } from '../functions/shared/pdf/pdf.fixture.ts'
import { createClient, uploadImages } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'

const sample = join(import.meta.dirname, '../loadtest/samples/card-surveyor.png')
const { url, visit } = ownPage()

async function download(page: Page, name: string) {
  await page.locator('.reader').getByText('Download', { exact: true }).click()
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name, exact: true }).click()
  const file = await started
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test.skipIf(!hasChromium)(
  'a document is downloaded in each format, and the list left with Escape',
  async () => {
    const { id } = await createClient(url()).read(sample)
    const { page } = await visit(`/documents/${id}`)

    for (const [name, filename, content] of [
      ['Text', 'card-surveyor.txt', 'Surveyor of bridges'],
      ['Searchable PDF', 'card-surveyor.pdf', '%PDF-1.7'],
      ['hOCR', 'card-surveyor.hocr', '>Surveyor<'],
      ['ALTO', 'card-surveyor.alto.xml', 'CONTENT="Surveyor"'],
      ['JSON with words', 'card-surveyor.words.json', '"text":"Surveyor"'],
    ] as const) {
      const file = await download(page, name)
      expect(file.name).toBe(filename)
      expect(file.bytes.includes(content)).toBe(true)
    }

    await page.locator('.reader').getByText('Download', { exact: true }).click()
    const link = page.getByRole('link', { name: 'ALTO' })
    await link.waitFor()
    const violations = await violationsOf(page)
    await page.keyboard.press('Escape')
    await link.waitFor({ state: 'hidden' })

    expect(violations).toEqual([])
    expect(await page.locator('.reader').isVisible()).toBe(true)
    await page.close()
  },
)

test.skipIf(!hasChromium)('a PDF is downloaded as a searchable PDF', async () => {
  const pdf = pdfOf([{ lines: ['A page of text'] }])
  const id = await uploadImages(url(), [pdf], 'report.pdf')
  const { page } = await visit(`/documents/${id}`)
  await page.locator('.reader .text').getByText('A page of text').waitFor()

  const file = await download(page, 'Searchable PDF')

  expect(file.name).toBe('report.pdf')
  expect(file.bytes.subarray(0, pdf.length)).toEqual(pdf)
  await page.close()
})

test.skipIf(!hasChromium)(
  'a PDF that cannot be made is not downloaded, and the page says why',
  async () => {
    const pdf = pdfOf([{ lines: ['A page'] }], undefined, '/OCProperties <</D <</OFF [4 0 R]>>>>')
    const id = await uploadImages(url(), [pdf, pdf], 'layers.pdf')
    const { page } = await visit(`/documents/${id}`)
    await page.locator('.reader .text').getByText('A page').first().waitFor()
    let downloads = 0
    page.on('download', () => {
      downloads += 1
    })

    await page.locator('.reader').getByText('Download', { exact: true }).click()
    await page.getByRole('link', { name: 'Searchable PDF' }).click()

    await page.getByText(/It cannot be downloaded: .*layers/).waitFor()
    await page.setViewportSize({ width: 900, height: 700 })
    const [notice, bar] = await Promise.all(
      ['.notice', '.word-bar'].map((each) => page.locator(each).boundingBox()),
    )
    expect(downloads).toBe(0)
    expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
    await page.close()
  },
)
