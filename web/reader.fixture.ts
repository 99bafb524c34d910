import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** A word on the picture, or in the text. */
export const word = (page: Page, pane: 'picture' | 'text', text: string) =>
  page.locator(`.${pane}-pane [data-index]`, { hasText: text }).first()

export async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`Expected ${selector} to be shown`)
  return box
}

/** Mean darkness of a part of the page, 0 for white to 255. */
export async function darkness(page: Page, clip: Awaited<ReturnType<typeof boxOf>>) {
  const { channels } = await sharp(await page.screenshot({ clip }))
    .greyscale()
    .stats()
  return 255 - (channels[0]?.mean ?? 0)
}

/** Presses the mouse at the start of a word and releases it at the end of another. */
export async function drag(page: Page, from: string, to: string) {
  const start = await word(page, 'picture', from).boundingBox()
  const end = await word(page, 'picture', to).boundingBox()
  if (!start || !end) throw new Error('Expected both words')
  await page.mouse.move(start.x + 1, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width - 1, end.y + end.height / 2, { steps: 3 })
  await page.mouse.up()
}
