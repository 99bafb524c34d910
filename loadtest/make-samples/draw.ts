import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import type { Picture } from './pictures.ts'

/** A page before scanning: a clean PNG with its reference text. */
export interface Drawing {
  png: Uint8Array
  truth: string
}

/** Content of a page, with the size of the viewport; the drawing includes taller content. */
export interface Html {
  body: string
  styleSheet: string
  /** CSS px. */
  width: number
  height: number
  /** Device pixels per CSS px. */
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

/** The body contains one article, whose text is the reference text. */
export async function drawHtml(
  browser: Browser,
  { body, styleSheet, width, height, scale, isTransparent = false }: Html,
): Promise<Drawing> {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale })
  try {
    await page.setContent(`<!doctype html><html lang="en"><style>${styleSheet}</style>${body}`)
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    // biome-ignore lint/performance/useDomNodeTextContent: innerText is the visible text, with line breaks
    const truth = tidy(await page.locator('article').innerText())
    return { png: await page.screenshot({ fullPage: true, omitBackground: isTransparent }), truth }
  } finally {
    await page.close()
  }
}

/** Reduces innerText's separators: tabs between table cells to a space, several blank lines to one. */
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
