import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import {
  type Client,
  createClient,
  temporaryFolder,
  until,
} from '../../loadtest/system/glyphflow.ts'

const { start } = ownGlyphflow()
const command = join(import.meta.dirname, 'main.ts')
const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')

/** Uploads and reads documents; returns them newest first, with a replay of all of them. */
async function readDocuments(count: number) {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path)
  await mend()
  const { url } = await start(env)
  const client = createClient(url)
  const ids: string[] = []
  for (let number = 0; number < count; number++) ids.unshift((await client.upload(sample)).id)
  await atRest(client)

  function replay(...args: string[]) {
    const child = spawn(process.execPath, [command, '--url', url, '--from', '1h', ...args], {
      env: { ...process.env, XDG_STATE_HOME: folder.path },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text
      })
    }
    const ended = once(child, 'close').then(([code]) => ({ code, output }))
    return { child, ended, says: (text: string) => until(async () => output.includes(text)) }
  }
  const fail = () => writeFile(env.FAILS_WHILE, '')
  return { url, client, ids, replay, fail, mend }
}

const atRest = (client: Client) => until(async () => (await client.system()).queuedPages === 0)

async function textsOf(client: Client, ids: string[]) {
  const documents = await Promise.all(ids.map(client.document))
  return documents.map(({ status, pages }) => `${status}: ${pages[0]?.text}`)
}

const sixTimes = (text: string) => Array.from({ length: 6 }, () => text)

test.each([
  ['Ctrl-C', 'SIGINT', 130, /Stopped. The same command resumes the replay\n$/],
  ['kill -9', 'SIGKILL', null, /of 6 pages\n$/],
] as const)('a replay interrupted by %s resumes, and sends no page twice', async (...example) => {
  const [, signal, code, lastWords] = example
  const { client, ids, replay } = await readDocuments(6)
  const first = replay('--rate', '2')
  await first.says('1 of 6 pages\n')
  first.child.kill(signal)
  const cutOff = await first.ended
  await atRest(client)
  const between = await textsOf(client, ids)

  const { code: goneOn, output } = await replay('--rate', '50').ended
  await atRest(client)
  const after = await textsOf(client, ids)
  const another = await replay('--rate', '50').ended
  await atRest(client)

  expect(cutOff.code).toBe(code)
  expect(cutOff.output).toMatch(lastWords)
  expect(between[0]).toBe('done: Read at try 2')
  expect(between.at(-1)).toBe('done: Read at try 1')
  expect(goneOn).toBe(0)
  expect(output).toMatch(/^Resuming the replay started at /)
  expect(output).toMatch(/[1-5] pages? skipped: submitted since the start/)
  expect(after).toEqual(sixTimes('done: Read at try 2'))
  expect(another.output).toMatch(/6 pages of 6 documents resent\n$/)
  expect(await textsOf(client, ids)).toEqual(sixTimes('done: Read at try 3'))
})

test('a page that fails in a replay keeps its text, and the next replay reads it', async () => {
  const { client, ids, replay, fail, mend } = await readDocuments(2)
  const before = await Promise.all(ids.map(client.document))
  await fail()

  const failing = await replay('--rate', '50').ended
  await atRest(client)
  const after = await Promise.all(ids.map(client.document))
  const { deadLetters } = await client.system()
  await mend()
  const succeeding = await replay('--rate', '50', '--status', 'done').ended
  await atRest(client)

  expect([failing.code, succeeding.code]).toEqual([0, 0])
  expect(after.map(({ changes: _, ...document }) => document)).toEqual(
    before.map(({ changes: _, ...document }) => document),
  )
  expect(deadLetters).toMatchObject({ waiting: 0, latest: [{ try: 2 }, { try: 2 }] })
  expect(await textsOf(client, ids)).toEqual(['done: Read at try 3', 'done: Read at try 3'])
})

test('a document deleted during the replay is skipped, and stays deleted', async () => {
  const { url, client, ids, replay } = await readDocuments(3)
  const [newest = '', , oldest = ''] = ids
  const { says, ended } = replay('--rate', '0.5')
  await says('1 of 3 pages\n')

  const deleted = await fetch(`${url}/v1/documents/${oldest}`, { method: 'DELETE' })
  const { code, output } = await ended
  await atRest(client)

  expect([deleted.status, code]).toEqual([204, 0])
  expect(output).toContain('2 pages of 3 documents resent\n1 document deleted meanwhile\n')
  expect((await client.get(`/v1/documents/${oldest}`)).status).toBe(404)
  expect(await textsOf(client, [newest])).toEqual(['done: Read at try 2'])
})

test('a dry run only counts, and documents outside the range are skipped', async () => {
  const { client, ids, replay } = await readDocuments(2)

  const dry = await replay('--dry-run').ended
  const earlier = await replay('--to', '30m').ended

  expect(dry).toEqual({ code: 0, output: '2 pages of 2 documents\n' })
  expect(earlier).toEqual({ code: 0, output: '0 pages of 0 documents resent\n' })
  expect(await textsOf(client, ids)).toEqual(['done: Read at try 1', 'done: Read at try 1'])
})

test('a missing answer has a clear message', async () => {
  const child = spawn(process.execPath, [command, '--url', 'http://127.0.0.1:1', '--from', '1h'])
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const [code] = await once(child, 'close')

  expect(code).toBe(1)
  expect(output).toBe('No answer from http://127.0.0.1:1. Is Glyphflow running there?\n')
})
