import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startLink } from '../../drill/stage/link.ts'
import type { DrillSystem } from '../../drill/stage/system.ts'
import { readEndState } from '../../drill/verdict/end-state.ts'
import { createRandom } from '../../make-samples/random.ts'
import { type FeedChange, followFeed } from '../../system/change-feed.ts'
import { createClient, until } from '../../system/glyphflow.ts'
import { atRest, endStateOf, ownDrill, uploadMany, uploadStubs } from '../own-drill.fixture.ts'
import type { Pairing, Servers } from './pairing.fixture.ts'

const cutTurnMs = 150
const replay = join(import.meta.dirname, '../../../scripts/replay/main.ts')

/** Guarantees that the store gives, whatever the log, with the ocr stub. */
export function testChanges(store: Pairing['store'], servers: Servers): void {
  const drill = ownDrill({ retry: 2 })

  async function start(): Promise<DrillSystem> {
    return drill.start(await servers.settings(store, drill.workspace().env.KNATIVE_DIR))
  }

  test('a late result does not restore a deleted document', async () => {
    const { url } = await start()
    const client = createClient(url)
    // The page is redelivered after its result was sent.
    drill.answerDeliveries('error-after')
    const id = await uploadStubs(url, 'a.png', [{ kind: 'page', number: 1 }])
    await until(async () => (await client.document(id)).status === 'done')

    const deleted = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
    drill.answerDeliveries(null)
    await until(async () => drill.deliveries().at(1)?.answeredAt != null)
    await until(async () => (await lagOf(url)) === 0)

    const { documents, feed } = await readEndState(url)
    expect(deleted.status).toBe(204)
    expect(documents).toEqual([])
    expect((await client.get(`/v1/documents/${id}`)).status).toBe(404)
    expect(feed.at(-1)).toMatchObject({ kind: 'document', id, status: 'deleted' })
  })

  test('a replay reads each page once more', async () => {
    const { url } = await start()
    const expected = await uploadMany(url, 10)
    await atRest(url)

    const { stdout } = await promisify(execFile)(
      process.execPath,
      [replay, '--url', url, '--from', '1h', '--rate', '50'],
      { env: { ...process.env, XDG_STATE_HOME: drill.path('state') } },
    )
    await atRest(url)

    const { documents } = await readEndState(url)
    const tries = documents.flatMap(({ pages }) => pages.map((page) => page.try))
    expect(stdout).toContain('10 pages of 10 documents resent\n')
    expect(await endStateOf(url)).toEqual({ pages: expected, repeatedEnds: [] })
    expect(tries).toEqual(Array.from({ length: 10 }, () => 2))
    expect(drill.deliveries()).toHaveLength(20)
  })

  test('a client whose stream is cut repeatedly gets every change exactly once', async () => {
    const { url } = await start()
    const link = await startLink(Number(new URL(url).port), createRandom('resume'))
    // Alternating with working periods, both within a change and between two.
    let isCutting = false
    const timer = setInterval(() => {
      isCutting = !isCutting
      if (isCutting) link.break('answer')
      else link.mend()
    }, cutTurnMs)
    const reading = new AbortController()
    const seen: FeedChange[] = []
    const following = (async () => {
      for await (const change of followFeed(link.url, 0, reading.signal)) seen.push(change)
    })()

    const pages = await uploadMany(url, 60)
    await atRest(url)
    const { changes } = await createClient(url).list('limit=1')
    clearInterval(timer)
    link.mend()
    await expect.poll(() => seen.at(-1)?.change).toBe(changes)
    reading.abort()
    await following
    link.close()

    const ends = seen.filter((change) => change.kind === 'page' && change.status === 'done')
    expect(link.cuts()).toBeGreaterThan(3)
    expect(seen).toEqual((await readEndState(url)).feed)
    expect(ends).toHaveLength(pages.length)
  })
}

/** Lag of all groups; null while it is unknown. */
async function lagOf(url: string): Promise<number | null> {
  const { topics } = await createClient(url).system()
  const lags = topics?.flatMap(({ groups }) => groups.map(({ lag }) => lag)) ?? [null]
  return lags.reduce((sum, lag) => (sum === null || lag === null ? null : sum + lag), 0)
}
