import { expect, test } from 'vitest'
import type { DrillSystem } from '../../drill/stage/system.ts'
import { createClient, until } from '../../system/glyphflow.ts'
import {
  atRest,
  endStateOf,
  ownDrill,
  redrive,
  sendAgainSoon,
  uploadMany,
  uploadStubs,
} from '../own-drill.fixture.ts'
import type { Pairing, Servers } from './pairing.fixture.ts'

const retry = 2

/** Guarantees under failures, with the ocr stub. */
export function testBreaking(store: Pairing['store'], servers: Servers): void {
  const drill = ownDrill({ retry })

  async function start(env: Record<string, string> = {}): Promise<DrillSystem> {
    const settings = await servers.settings(store, drill.workspace().env.KNATIVE_DIR)
    return drill.start({ ...settings, ...env })
  }

  test('a page that was given up is a dead letter, and a redrive reads it', async () => {
    const { url } = await start()
    const client = createClient(url)
    drill.answerDeliveries('error')
    const id = await uploadStubs(url, 'a.png', [{ kind: 'page', number: 1 }])
    await until(async () => (await client.system()).deadLetters.waiting === 1)
    const before = await endStateOf(url)
    drill.answerDeliveries(null)

    const sent = await redrive(url, id)
    await atRest(url)

    const { pages, repeatedEnds } = await endStateOf(url)
    expect(before.pages).toEqual(['a.png 1: gave-up'])
    expect(sent).toBe(1)
    expect(pages).toEqual(['a.png 1: page 1'])
    expect((await client.document(id)).pages).toMatchObject([{ status: 'done', try: 2 }])
    expect(repeatedEnds).toEqual([])
    expect(drill.deliveries()).toHaveLength(retry + 2)
    expect((await client.system()).deadLetters.waiting).toBe(0)
  })

  /** Ends the runtime while pages are uploaded and read; resolves with the end state. */
  async function endInTheMiddle(system: DrillSystem, signal: 'SIGINT' | 'SIGKILL') {
    const uploads = uploadMany(system.url, 25)
    await until(async () => drill.deliveries().length > 10)
    // The system restarts it.
    const [pid = 0] = await system.pids('runtime')
    process.kill(pid, signal)
    const expected = await uploads
    await atRest(system.url)
    return { expected, ...(await endStateOf(system.url)) }
  }

  test('SIGINT while pages are read, then a restart: every page ends once', async () => {
    const system = await start(sendAgainSoon)

    const { expected, pages, repeatedEnds } = await endInTheMiddle(system, 'SIGINT')

    expect(system.crashes()).toBe(1)
    expect(pages).toEqual(expected)
    expect(repeatedEnds).toEqual([])
  })

  test('kill -9 while pages are read, then a restart: every page ends once', async () => {
    const system = await start(sendAgainSoon)

    const { expected, pages, repeatedEnds } = await endInTheMiddle(system, 'SIGKILL')

    expect(system.crashes()).toBe(1)
    expect(pages).toEqual(expected)
    expect(repeatedEnds).toEqual([])
  })
}
