import { onTestFinished, test } from 'vitest'
import { startLink } from '../loadtest/drill/stage/link.ts'
import { copyPipeline } from '../loadtest/system/pipeline.ts'
import { hasChromium, ownPage } from './own-page.fixture.ts'

// The shortest window, so that ocr scales to zero early.
const scales = { ocr: { window: '6s' } }
const { url, visit } = ownPage((at) => ({ KNATIVE_DIR: copyPipeline(at('knative'), { scales }) }))

test.skipIf(!hasChromium)('a server that vanished is noticed, and when it is back', async () => {
  // A gateway that is stopped itself would be restarted meanwhile.
  const link = await startLink(Number(new URL(url()).port))
  onTestFinished(link.close)
  const { page } = await visit()
  await page.goto(link.url)
  const footer = page.getByRole('contentinfo')
  // Nothing is polled: only the stream is left to tell.
  await footer.getByText('asleep').waitFor()

  link.break('silence')
  await footer.getByText('Not connected').waitFor({ timeout: 35_000 })
  await page.getByText('Connection lost').waitFor({ timeout: 10_000 })
  link.mend()

  await footer.getByText('asleep').waitFor({ timeout: 10_000 })
  await page.getByText('Connection lost').waitFor({ state: 'detached' })
  await page.close()
})

test.skipIf(!hasChromium)(
  'any number of tabs work, because hidden ones hold no stream',
  async () => {
    const { page: first } = await visit()
    // Headless, all tabs are visible.
    await first
      .context()
      .addInitScript(
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => self.isHidden })",
      )
    let tab = first

    for (let count = 0; count < 6; count += 1) {
      const opened = first.context().waitForEvent('page')
      await first.evaluate("void open('/')")
      tab = await opened
      await tab.waitForResponse(/v1.events/, { timeout: 10_000 })
      await tab.evaluate("isHidden = true; document.dispatchEvent(new Event('visibilitychange'))")
    }
    const again = tab.waitForRequest(/events\?after=/)
    await tab.evaluate("isHidden = false; document.dispatchEvent(new Event('visibilitychange'))")

    await again
    await first.context().close()
  },
)
