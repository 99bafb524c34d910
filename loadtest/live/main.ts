import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { startKafka } from '../../scripts/servers/kafka/cluster.ts'
import { missingForKafka } from '../../scripts/servers/kafka/jars.ts'
import { findBinaries } from '../../scripts/servers/postgres/binaries.ts'
import { createPostgres } from '../../scripts/servers/postgres/server.ts'
import { positiveInt, readCommandLine } from '../command-line.ts'
import { median } from '../figures/median.ts'
import { findChromium, launchChromium } from '../system/chromium.ts'
import { createClient, openGlyphflow, until } from '../system/glyphflow.ts'

/**
 * npm run bench:live [-- --count 30]
 *
 * Measures the delay from a change through one gateway to a browser page of another gateway, over the same Kafka and
 * PostgreSQL: an upload (the page offers to show it) and a deletion (it disappears). The exit code is 0 if each was
 * visible within 200 ms of the response to its client.
 */
const { options } = readCommandLine(z.object({ count: positiveInt.default(30) }))
const { count } = options
const maxMs = 200
const sample = join(import.meta.dirname, '../samples/label-jam.jpg')

const executable = findChromium()
const missing =
  missingForKafka() || (!findBinaries() && 'a PostgreSQL') || (!executable && 'a Chromium')
if (missing || !executable) {
  process.stderr.write(`Expected ${missing}\n`)
  process.exit(2)
}

const ends: (() => Promise<unknown>)[] = []
try {
  const { uploads, deletions } = await measure(executable)
  process.stdout.write(`ms from one gateway's response to the other's page, ${count} times\n`)
  printDelays('uploaded', uploads)
  printDelays('deleted', deletions)
  process.exitCode = Math.max(...uploads, ...deletions) <= maxMs ? 0 : 1
} finally {
  for (const end of ends.reverse()) await end().catch((error) => process.stderr.write(`${error}\n`))
}

async function measure(executable: string) {
  const postgres = await createPostgres()
  ends.push(postgres.remove)
  await postgres.start()
  const kafka = await startKafka()
  ends.push(kafka.stop)
  const env = { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.addresses }
  const [one, another] = [await startOne(env), await startOne(env)]
  const browser = await launchChromium(executable)
  ends.push(() => browser.close())
  const page = await browser.newPage()
  await Promise.all([page.waitForResponse(/\/v1\/documents\?/), page.goto(another)])

  const uploads: number[] = []
  const deletions: number[] = []
  // The first round is a warm-up.
  for (let number = 0; number <= count; number += 1) {
    const { uploadMs, deleteMs } = await measureOnce(page, one)
    if (number === 0) continue
    uploads.push(uploadMs)
    deletions.push(deleteMs)
  }
  return { uploads, deletions }
}

async function startOne(env: Record<string, string>): Promise<string> {
  const { url, stop } = await openGlyphflow(() => env)
  ends.push(stop)
  return url
}

/** The page belongs to another gateway than the one at `url`. */
async function measureOnce(page: Page, url: string) {
  const client = createClient(url)
  const [offeredAt, [{ id }, uploadedAt]] = await Promise.all([
    momentOf(page, '.newer', true),
    client.upload(sample).then((accepted) => [accepted, Date.now()] as const),
  ])
  await until(async () => (await client.document(id)).status === 'done')

  await page.getByRole('button', { name: /^Show \d+ newer/ }).click()
  await page.locator(linkTo(id)).first().waitFor()
  const [goneAt, deletedAt] = await Promise.all([
    momentOf(page, linkTo(id), false),
    fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' }).then(() => Date.now()),
  ])
  return { uploadMs: offeredAt - uploadedAt, deleteMs: goneAt - deletedAt }
}

function linkTo(id: string): string {
  return `a[href*="${id}"]`
}

/** Epoch ms at which the page has, or no longer has, such an element; throws after 10 s. */
function momentOf(page: Page, selector: string, present: boolean): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const look = () => {
      if ((document.querySelector(${JSON.stringify(selector)}) !== null) !== ${present}) return
      observer.disconnect()
      resolve(Date.now())
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true })
    setTimeout(() => reject(new Error('Expected a change of the page')), 10_000)
    look()
  })`)
}

/** Negative delays are possible: the response waits for Kafka too. */
function printDelays(what: string, ms: number[]): void {
  const [min, max] = [Math.min(...ms), Math.max(...ms)]
  process.stdout.write(
    `  ${what.padEnd(9)} median ${median(ms).toFixed(0)}, from ${min} to ${max}\n`,
  )
}
