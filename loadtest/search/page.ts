import type { CDPSession, Page } from 'playwright-core'
import { print } from '../command-line.ts'
import { findChromium, launchChromium } from '../system/chromium.ts'

const searches = ['remember', 'harbour', 'scan-77']

/**
 * Opens the page of a Glyphflow with many documents, and scrolls its list over `rows` rows. Reports the time from the
 * list's data to its first entries, and heap and nodes on the way.
 */
export async function measurePage(url: string, rows: number): Promise<void> {
  const browser = await launchChromium(findChromium() ?? 'chromium')
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 960 } })
    // The pictures of these documents are not pictures.
    await page.route(/preview/, (route) => route.abort())
    await page.addInitScript(noteFirstEntries)
    await page.goto(url)
    await page.locator('.shelf li[data-id]').first().waitFor()
    print(`The list is shown ${(await fromDataToEntries(page)).toFixed(0)} ms after its data`)
    await page.getByRole('button', { name: 'Compact list' }).click()
    const session = await page.context().newCDPSession(page)
    print('Scrolled rows, JS heap after a collection, nodes, entries in the page')
    await report(page, session)
    for (let share = 1; share <= 10; share += 1) {
      await scrollTo(page, (rows * share) / 10)
      if (share === 1 || share % 5 === 0) await report(page, session)
    }
    await page.evaluate('scrollTo(0, 0)')
    await page.locator('.shelf li[aria-posinset="1"] .card-name').waitFor()
    print('back at the begin')
    await report(page, session)
    for (const query of searches) {
      const fromMs = performance.now()
      const answered = page.waitForResponse((response) => response.url().includes('q='))
      await page.getByRole('searchbox').fill(query)
      const response = await answered
      await response.finished()
      const { responseEnd, requestStart } = response.request().timing()
      await page.getByRole('heading', { name: /found/ }).waitFor()
      const ms = [responseEnd - requestStart, performance.now() - fromMs]
      print(
        `search for ${query}: ${ms.map((each) => each.toFixed(0)).join(' ms at the gateway, ')} ms in all`,
      )
      await page.getByRole('searchbox').fill('')
      await page.getByRole('heading', { name: /found/ }).waitFor({ state: 'detached' })
    }
  } finally {
    await browser.close()
  }
}

/** In the page: notes the time of the first frame with entries. */
const noteFirstEntries = `
  const look = () => {
    if (document.querySelector('.shelf li[data-id]')) window.entriesAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`

function fromDataToEntries(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const [data] = performance.getEntriesByType('resource').filter(({ name }) => /documents[?]/.test(name))
    return window.entriesAt - data.responseEnd
  })()`)
}

/** Scrolls down by screens, as fast as entries come, until the row is in the page. */
function scrollTo(page: Page, row: number): Promise<void> {
  return page.evaluate<void>(`new Promise((resolve) => {
    const step = () => {
      const last = [...document.querySelectorAll('.shelf li[data-id]')].at(-1)
      if (Number(last?.getAttribute('aria-posinset')) >= ${row}) return resolve()
      scrollBy(0, 900)
      requestAnimationFrame(step)
    }
    step()
  })`)
}

async function report(page: Page, session: CDPSession): Promise<void> {
  // What has left the view is dropped once the documents of the view are loaded.
  await page.waitForFunction("!document.querySelector('.shelf article[aria-busy]')")
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  const [last, entries] = await page.evaluate<[number, number]>(`(() => {
    const entries = [...document.querySelectorAll('.shelf li[data-id]')]
    return [Number(entries.at(-1)?.getAttribute('aria-posinset')), entries.length]
  })()`)
  print(
    `  ${String(last).padStart(6)} ${(usedSize / 1e6).toFixed(1).padStart(6)} MB ${String(nodes).padStart(6)} ${String(entries).padStart(6)}`,
  )
}
