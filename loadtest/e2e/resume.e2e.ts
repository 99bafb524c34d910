import { expect, test } from 'vitest'
import { type FeedChange, followFeed } from '../drill/change-feed.ts'
import { startProxy } from '../drill/proxy.ts'
import { createClient } from '../glyphflow.ts'
import { createRandom } from '../make-samples/random.ts'
import { atRest, ownDrill, uploadStubs } from './own-drill.fixture.ts'

const documents = 200
const turnMs = 150

const drill = ownDrill({})

test('a client whose stream is cut again and again has each change once, and all of them', async () => {
  const { url } = await drill.start()
  const proxy = await startProxy(url, createRandom('resume'))
  // In turns, so that it gets on in between; in the middle of a change as well as between two.
  let isCutting = false
  const timer = setInterval(() => {
    isCutting = !isCutting
    proxy.cut(isCutting ? 'answer' : null)
  }, turnMs)
  const reading = new AbortController()
  const seen: FeedChange[] = []
  const following = (async () => {
    for await (const change of followFeed(proxy.url, 0, reading.signal)) seen.push(change)
  })()

  for (let number = 1; number <= documents; number += 1) {
    await uploadStubs(url, `${number}.png`, [{ kind: 'page', number }])
  }
  await atRest(url)
  const { changes } = await createClient(url).list('limit=1')
  clearInterval(timer)
  proxy.cut(null)
  await expect.poll(() => seen.at(-1)?.change, { timeout: 20_000 }).toBe(changes)
  reading.abort()
  await following
  proxy.close()

  const all = await readWithoutCuts(url, changes)
  const ends = seen.filter((change) => change.kind === 'page' && change.status === 'done')
  expect(proxy.cuts()).toBeGreaterThan(5)
  expect(seen).toEqual(all)
  expect(ends).toHaveLength(documents)
})

async function readWithoutCuts(url: string, last: number): Promise<FeedChange[]> {
  const changes: FeedChange[] = []
  const done = new AbortController()
  for await (const change of followFeed(url, 0, done.signal)) {
    changes.push(change)
    if (change.change === last) done.abort()
  }
  return changes
}
