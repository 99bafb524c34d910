import type { Page } from 'playwright-core'
import sharp from 'sharp'
import * as z from 'zod'
import type { PageWithWords } from '../../functions/shared/http/api.ts'
import { positiveInt, print, readCommandLine } from '../command-line.ts'
import { findChromium, launchChromium } from '../system/chromium.ts'
import { createClient, openGlyphflow, until, uploadImages } from '../system/glyphflow.ts'

/**
 * npm run bench:reader -- [--words 5000]
 *
 * Opens a page of that many words in the reader, and reports for each thing that a user does the longest time between
 * two frames, and the most CPU time of a task of the page's main thread, which other processes do not lengthen. The
 * picture is blank and the words are given to the page, so that nothing depends on recognition.
 */
const { options } = readCommandLine(z.object({ words: positiveInt.default(5000) }))

const columns = 50
const word = { width: 60, height: 36 }
const rows = Math.ceil(options.words / columns)
const size = { width: (columns + 2) * word.width, height: (rows + 2) * word.height }

const words = Array.from({ length: options.words }, (_, index): PageWithWords['words'][number] => {
  const [left, top] = [((index % columns) + 1) * 60, (Math.floor(index / columns) + 1) * 36]
  const box: [number, number, number, number] = [left, top, left + 50, top + 26]
  return { text: `word${index % 97}`, confidence: 40 + (index % 60), box }
})
const text = Array.from({ length: rows }, (_, row) =>
  words
    .slice(row * columns, (row + 1) * columns)
    .map((each) => each.text)
    .join(' '),
).join('\n')

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** CPU time of the thread, in µs. */
  tdur?: number
  args: { name?: string }
}

/** Most CPU time that a task of the page's main thread took, in ms. */
function longestTask(trace: Buffer): number {
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace.toString())
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const tasks = traceEvents.filter(({ pid, tid }) => main.has(`${pid} ${tid}`))
  return Math.max(0, ...tasks.map(({ tdur }) => tdur ?? 0)) / 1000
}

/** Longest time between two frames while `act` goes on, and the longest task, in ms. */
async function measure(page: Page, act: () => Promise<void>) {
  await page.evaluate(`(() => {
    frames = { longest: 0, last: performance.now(), goesOn: true }
    const onFrame = (now) => {
      frames.longest = Math.max(frames.longest, now - frames.last)
      frames.last = now
      if (frames.goesOn) requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
  })()`)
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const frameMs = await page.evaluate<number>(`new Promise((resolve) => setTimeout(() => {
    frames.goesOn = false
    resolve(frames.longest)
  }, 100))`)
  return { frameMs, taskMs: longestTask(await browser.stopTracing()) }
}

async function times(count: number, act: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) await act(index)
}

const glyphflow = await openGlyphflow()
const browser = await launchChromium(findChromium() ?? 'chromium')
try {
  const { url } = glyphflow
  const blank = sharp({ create: { ...size, channels: 3, background: '#fff' } }).jpeg()
  const id = await uploadImages(url, [await blank.toBuffer()], 'blank.jpg')
  const client = createClient(url)
  await until(async () => (await client.document(id)).finishedAt !== null)
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.route(/pages\/1\?/, async (route) => {
    const answer: PageWithWords = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, text, words } })
  })
  const openedAt = performance.now()
  await page.goto(`${url}/documents/${id}`)
  await page.locator('.text-pane [data-index]').last().waitFor({ state: 'attached' })
  await page.locator('.words [data-index]').last().waitFor({ state: 'attached' })
  print(
    `${options.words} words are shown ${Math.round(performance.now() - openedAt)} ms after the address is opened`,
  )

  const middle = [400, 500] as const
  const beside = [1100, 500] as const
  const report = async (name: string, act: () => Promise<void>) => {
    const { frameMs, taskMs } = await measure(page, act)
    print([name.padEnd(32), ...[frameMs, taskMs].map((ms) => ms.toFixed(0).padStart(6))].join(''))
  }

  print('ms, at most                      frame  CPU of a task')
  await report('at rest', () => times(20, () => page.waitForTimeout(20)))
  await page.mouse.move(...middle)
  await report('scrolling the picture', () => times(40, () => page.mouse.wheel(0, 120)))
  await page.mouse.move(...beside)
  await report('scrolling the text', () => times(40, () => page.mouse.wheel(0, 300)))
  await page.mouse.move(...middle)
  await page.keyboard.down('Control')
  await report('zooming in by the wheel', () => times(15, () => page.mouse.wheel(0, -40)))
  await report('zooming out by the wheel', () => times(30, () => page.mouse.wheel(0, 40)))
  await page.keyboard.up('Control')
  await report('zooming by keys', () => times(10, () => page.keyboard.press('+')))
  await report('fitting the page', () => page.keyboard.press('0'))
  await report('moving the pointer over words', () =>
    times(60, (index) => page.mouse.move(300 + index * 4, 300 + index * 5)),
  )
  await page.mouse.down()
  await report('selecting', () =>
    times(40, (index) => page.mouse.move(540 - index * 5, 600 + index)),
  )
  await page.mouse.up()
  await report('choosing the next doubtful word', () => times(10, () => page.keyboard.press('n')))
} finally {
  await browser.close()
  await glyphflow.stop()
}
