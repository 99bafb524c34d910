import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { startKafka } from '../../scripts/kafka/cluster.ts'
import { missingForKafka } from '../../scripts/kafka/jars.ts'
import { findBinaries } from '../../scripts/postgres/binaries.ts'
import { createPostgres } from '../../scripts/postgres/server.ts'
import { findChromium, launchChromium } from '../chromium.ts'
import { createClient, startGlyphflow, temporaryFolder, until } from '../glyphflow.ts'
import { median } from '../median.ts'

/**
 * npm run bench:live [-- --count 30]
 *
 * How soon a change made through one gateway is seen in a browser that has the page open on another one, over one
 * Kafka and one PostgreSQL: a document that is uploaded (the page offers to show it), and one that is deleted (it
 * goes). The exit code says whether each was seen within 200 ms of the answer that its client got.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '30' } } })
const count = z.coerce.number().pipe(z.int().min(1)).parse(values.count)
const mostMs = 200
const sample = join(import.meta.dirname, '../samples/label-jam.jpg')

const executable = findChromium()
const missing =
  missingForKafka() ?? (!findBinaries() && 'a PostgreSQL') ?? (!executable && 'a Chromium')
if (missing || !executable) {
  process.stderr.write(`Expected ${missing}\n`)
  process.exit(2)
}

const postgres = await createPostgres()
await postgres.start()
const kafka = await startKafka()
const folders = await Promise.all([temporaryFolder(), temporaryFolder()])
const env = { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.addresses }
const [one, another] = await Promise.all([
  startGlyphflow(folders[0].path, env),
  startGlyphflow(folders[1].path, env),
])
const browser = await launchChromium(executable)
const page = await browser.newPage()
await page.goto(another.url)
await page.getByRole('button', { name: 'Choose pictures' }).waitFor()
const client = createClient(one.url)

const uploads: number[] = []
const deletions: number[] = []
// The first one is for code that has not run before.
for (let number = 0; number <= count; number += 1) {
  const offered = momentOf(page, '.newer', true)
  const { id } = await client.upload(sample)
  const uploadedAt = Date.now()
  const uploadMs = (await offered) - uploadedAt
  await until(async () => (await client.document(id)).status === 'done')

  await page.getByRole('button', { name: /^Show \d+ newer/ }).click()
  await page.locator(linkTo(id)).first().waitFor()
  const gone = momentOf(page, linkTo(id), false)
  const answer = await fetch(`${one.url}/v1/documents/${id}`, { method: 'DELETE' })
  const deletedAt = Date.now()
  if (!answer.ok) throw new Error(`Expected the document to be deleted, got ${answer.status}`)
  const deleteMs = (await gone) - deletedAt
  if (number === 0) continue
  uploads.push(uploadMs)
  deletions.push(deleteMs)
}

process.stdout.write(`ms from the answer of one gateway to the page of another, ${count} times\n`)
tell('uploaded', uploads)
tell('deleted', deletions)

await browser.close()
await Promise.all([one.stop(), another.stop()])
await kafka.stop()
await postgres.remove()
for (const folder of folders) await folder.remove()
process.exit(Math.max(...uploads, ...deletions) <= mostMs ? 0 : 1)

function linkTo(id: string): string {
  return `a[href*="${id}"]`
}

/** When the page has such an element, or has none: epoch, ms. Its clock is this machine's. */
function momentOf(page: Page, selector: string, present: boolean): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      if ((document.querySelector(${JSON.stringify(selector)}) !== null) !== ${present}) return
      observer.disconnect()
      resolve(Date.now())
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true })
    look()
  })`)
}

/** Less than 0: before the answer, which comes once Kafka has it as well. */
function tell(what: string, ms: number[]): void {
  const [least, most] = [Math.min(...ms), Math.max(...ms)]
  process.stdout.write(
    `  ${what.padEnd(9)} median ${median(ms).toFixed(0)}, from ${least} to ${most}\n`,
  )
}
