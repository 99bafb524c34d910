import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import type { Picture } from './pictures.ts'

/** A page before it is scanned: a clean PNG, and the text that is to be read on it. */
export interface Drawing {
  png: Uint8Array
  truth: string
}

/** What is drawn, at the size of a window; what is taller than it is drawn as well. */
export interface Html {
  body: string
  styleSheet: string
  /** CSS px. */
  width: number
  height: number
  /** Device pixels for a CSS px. */
  scale: number
  isTransparent?: boolean
}

const cssPixelsPerMm = 96 / 25.4

export async function draw(
  browser: Browser,
  styleSheet: string,
  { name, dpi, paper: [widthMm, heightMm] }: Picture,
): Promise<Drawing> {
  return drawHtml(browser, {
    body: await readFile(new URL(`pages/${name}.html`, import.meta.url), 'utf8'),
    styleSheet,
    width: Math.round(widthMm * cssPixelsPerMm),
    height: Math.round(heightMm * cssPixelsPerMm),
    scale: dpi / 96,
  })
}

/** The body has one article: its text is the truth. */
export async function drawHtml(
  browser: Browser,
  { body, styleSheet, width, height, scale, isTransparent = false }: Html,
): Promise<Drawing> {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale })
  try {
    await page.setContent(`<!doctype html><html lang="en"><style>${styleSheet}</style>${body}`)
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen is wanted, with its line breaks
    const truth = tidy(await page.locator('article').innerText())
    return { png: await page.screenshot({ fullPage: true, omitBackground: isTransparent }), truth }
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
