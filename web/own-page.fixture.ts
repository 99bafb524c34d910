import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { findChromium, launchChromium } from '../loadtest/system/chromium.ts'
import { startGlyphflow, temporaryFolder } from '../loadtest/system/glyphflow.ts'

const executablePath = findChromium()
if (!executablePath && process.env.CI === 'true') throw new Error('Expected a Chromium in the PATH')
export const hasChromium = executablePath !== null

type PageOptions = Parameters<Browser['newPage']>[0]

export const openBrowser = () => launchChromium(executablePath ?? '')

/** Opens a page and collects its console errors, which include CSP violations. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}) {
  // `browser.newPage` would end the page's requests when it is closed, keepalive or not.
  const context = await browser.newContext({ viewport: { width: 1280, height: 960 }, ...options })
  const page = await context.newPage()
  // Within the limit of a test, and enough on a busy machine.
  page.setDefaultTimeout(60_000)
  const consoleErrors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  await page.goto(url)
  return { page, consoleErrors }
}

/** Violations found by axe: the rule, and the first element that violates it. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })")
  return violations.map(({ id, nodes: [first] }) => `${id}: ${first?.html}`)
}

/** Reads random pictures by the form, which is small once there are documents. */
export async function readSamples(page: Page, count: number) {
  await page.getByRole('button', { name: 'Choose pictures' }).waitFor()
  const small = page.getByText('Try with samples')
  if (await small.isVisible()) await small.click()
  await page.getByRole('spinbutton').fill(String(count))
  await page.getByRole('button', { name: 'Read', exact: true }).click()
}

type Env = Record<string, string>

/** A Glyphflow and a browser for all tests of a file. `prepare` gets paths in its folder, and makes its environment. */
export function ownPage(
  prepare: (at: (name: string) => string) => Env | Promise<Env> = () => ({}),
) {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let glyphflow: Awaited<ReturnType<typeof startGlyphflow>>
  let browser: Browser
  const at = (name: string) => join(folder.path, name)

  beforeAll(async () => {
    if (!hasChromium) return
    folder = await temporaryFolder()
    glyphflow = await startGlyphflow(at('data'), await prepare(at))
    browser = await openBrowser()
  })
  afterAll(async () => {
    if (!hasChromium) return
    await browser.close()
    await glyphflow.stop()
    await folder.remove()
  })

  return {
    at,
    url: () => glyphflow.url,
    visit: (path = '/', options: PageOptions = {}) =>
      openPage(browser, `${glyphflow.url}${path}`, options),
  }
}
