import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder, until } from '../../loadtest/system/glyphflow.ts'

const { start } = ownGlyphflow()
const command = join(import.meta.dirname, 'main.ts')
const sample = (name: string) => join(import.meta.dirname, '../../loadtest/samples', name)

async function redrive(...args: string[]) {
  const child = spawn(process.execPath, [command, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

/** Two documents that were given up. */
async function givenUp() {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path)
  const glyphflow = await start(env)
  const client = createClient(glyphflow.url)
  const documents = [
    await client.upload(sample('label-jam.jpg')),
    await client.upload(sample('label-plant.webp')),
  ]
  await until(async () => (await client.system()).deadLetters.waiting === 2)
  return { glyphflow, client, mend, ids: documents.map(({ id }) => id) }
}

test('pages that were given up are listed, and read when they are resent', async () => {
  const { glyphflow, client, mend, ids } = await givenUp()
  const failed = await client.document(ids[0] ?? '')
  const dry = await redrive('--url', glyphflow.url, '--since', '1h', '--dry-run')
  const other = await redrive('--url', glyphflow.url, '--reason', 'no such reason')
  await mend()

  const { code, output } = await redrive('--url', glyphflow.url, '--reason', '500')
  await until(async () => (await client.system()).queuedPages === 0)

  const documents = await Promise.all(ids.map(client.document))
  expect(failed.pages[0]).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
  expect(dry.output).toContain(`${ids[0]}/1  500  `)
  expect(dry.output).toMatch(/\n2 dead letters of 2 documents\n$/)
  expect(other.output).toBe('0 dead letters of 0 documents\n')
  expect(output).toMatch(/2 dead letters of 2 documents: 2 pages resent\n$/)
  expect([dry.code, other.code, code]).toEqual([0, 0, 0])
  expect(documents.map(({ status, pages }) => [status, pages[0]?.text])).toEqual([
    ['done', 'Read at try 2'],
    ['done', 'Read at try 2'],
  ])
  expect((await client.system()).deadLetters.waiting).toBe(0)
  await glyphflow.stop()
})

test('a missing answer has a clear message', async () => {
  const { code, output } = await redrive('--url', 'http://127.0.0.1:1')

  expect(code).toBe(1)
  expect(output).toBe('No answer from http://127.0.0.1:1. Is Glyphflow running there?\n')
})
