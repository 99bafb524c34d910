import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'

export const sample = (name: string) => join(import.meta.dirname, '../loadtest/samples', name)

export const picker = (page: Page) => page.locator('input[type=file][multiple]')
export const refusals = (page: Page) => page.getByRole('region', { name: 'Files not taken' })

/** Tiny pictures that differ, so that each is a file of its own. */
export const gifs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `scan ${index + 1}.gif`,
    mimeType: 'image/gif',
    buffer: Buffer.from(
      `47494638396101000100800000${(index + 256).toString(16).padStart(6, '0')}ffffff2c00000000010001000002024401003b`,
      'hex',
    ),
  }))

/** Holds back the page's uploads. */
export async function holdUploads(page: Page) {
  const held: Route[] = []
  await page.route('**/v1/documents', (route) => {
    if (route.request().method() === 'POST') held.push(route)
    else void route.continue()
  })
  return held
}
