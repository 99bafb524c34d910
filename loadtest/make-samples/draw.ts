import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import type { Picture } from './pictures.ts'

/** A page before it is scanned: a clean PNG, and the text that is to be read on it. */
export interface Drawing {
  png: Uint8Array
  truth: string
}

const cssPixelsPerMm = 96 / 25.4

export async function draw(
  browser: Browser,
  styleSheet: string,
  { name, dpi, paper: [widthMm, heightMm] }: Picture,
): Promise<Drawing> {
  const page = await browser.newPage({
    viewport: {
      width: Math.round(widthMm * cssPixelsPerMm),
      height: Math.round(heightMm * cssPixelsPerMm),
    },
    deviceScaleFactor: dpi / 96,
  })
  try {
    const body = await readFile(new URL(`pages/${name}.html`, import.meta.url), 'utf8')
    await page.setContent(`<!doctype html><html lang="en"><style>${styleSheet}</style>${body}`)
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen is wanted, with its line breaks
    const truth = tidy(await page.locator('article').innerText())
    return { png: await page.screenshot({ fullPage: true }), truth }
  } finally {
    await page.close()
  }
}

/** innerText parts table cells by tabs and blocks by blank lines; one blank and one blank line will do. */
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
