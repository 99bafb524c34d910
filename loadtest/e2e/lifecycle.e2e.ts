import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, createClient, startGlyphflow, temporaryFolder, until } from '../glyphflow.ts'

const project = join(import.meta.dirname, '../..')
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

async function processesOf(client: Client): Promise<number[]> {
  const { services } = await client.system()
  return (services ?? []).flatMap(({ processes }) => processes.map(({ pid }) => pid))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function endedDocuments(client: Client): Promise<number> {
  const { documents } = await client.list('limit=200')
  return documents.filter(({ finishedAt }) => finishedAt !== null).length
}

/** A started Glyphflow that is in the middle of so many pages. */
async function busy(pages: number) {
  const glyphflow = await startGlyphflow(folder.path)
  const client = createClient(glyphflow.url)
  await client.samples(pages, 1)
  await until(async () => (await endedDocuments(client)) > 3)
  return { glyphflow, client, processes: await processesOf(client) }
}

async function finishesAll(pages: number) {
  const glyphflow = await startGlyphflow(folder.path)
  const client = createClient(glyphflow.url)
  await until(async () => (await client.system()).queuedPages === 0)
  const { documents } = await client.list('limit=200')
  await glyphflow.stop()
  expect(documents).toHaveLength(pages)
  expect(documents.filter(({ status }) => status !== 'done')).toEqual([])
}

test('Ctrl-C lets pages finish and leaves nothing running; the next start does the rest', async () => {
  const { glyphflow, processes } = await busy(50)
  const started = performance.now()

  const code = await glyphflow.stop()

  expect(code).toBe(0)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(processes.length).toBeGreaterThan(3)
  expect(processes.filter(isRunning)).toEqual([])
  expect(glyphflow.output()).not.toMatch(/"level":[56]0/)
  await finishesAll(50)
})

test('Ctrl-C in a terminal ends npm start with all its processes', async () => {
  // A group of its own stands for the terminal's: the signal goes to npm, its shell and the runtime.
  const npm = spawn('npm', ['start'], {
    cwd: project,
    env: { ...process.env, PORT: '0', DATA_DIR: folder.path },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const url = await new Promise<string>((resolve) => {
    createInterface(npm.stdout).on('line', (line) => {
      const ready = line.match(/ready: (\S+)/)
      if (ready?.[1]) resolve(ready[1])
    })
  })
  const processes = await processesOf(createClient(url))
  const ended = once(npm, 'exit')

  process.kill(-(npm.pid ?? 0), 'SIGINT')
  await ended
  await until(async () => !processes.some(isRunning))

  await expect(fetch(url)).rejects.toThrow()
})

test('kill -9 of the runtime leaves no process behind; the next start does the rest', async () => {
  const { glyphflow, processes } = await busy(16)
  const started = performance.now()

  glyphflow.child.kill('SIGKILL')
  await until(async () => !processes.some(isRunning))

  expect(performance.now() - started).toBeLessThan(5000)
  await finishesAll(16)
})

test('a replica that is killed in the middle of a page is replaced, and its page read', async () => {
  const { glyphflow, client } = await busy(16)
  const { services } = await client.system()
  const ocr = services?.find(({ name }) => name === 'ocr')

  for (const { pid } of ocr?.processes ?? []) process.kill(pid, 'SIGKILL')
  await until(async () => (await client.system()).queuedPages === 0)

  const { documents } = await client.list('limit=200')
  expect(documents.filter(({ status }) => status === 'done')).toHaveLength(16)
  await glyphflow.stop()
})

test('a second start on the same data says that one is running', async () => {
  const glyphflow = await startGlyphflow(folder.path)

  const second = startGlyphflow(folder.path)

  await expect(second).rejects.toThrow(`running already on the data folder ${folder.path}`)
  await glyphflow.stop()
})

test('a port that is in use is named, and nothing stays running', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const start = startGlyphflow(folder.path, { PORT: String(port) })

  await expect(start).rejects.toThrow(`Expected PORT to be free, 127.0.0.1:${port} is in use`)
  server.close()
})

test.each([
  ['PORT', { PORT: 'eighty' }, 'Expected PORT to be a number, got "eighty"'],
  ['a function’s own', { OCR_LANGUAGES: 'tlh' }, 'Expected language data for OCR_LANGUAGES (tlh)'],
  ['HOST without a token', { HOST: '0.0.0.0' }, 'Expected HOST to be a loopback address'],
])('a bad setting stops the start and is named: %s', async (_, env, message) => {
  await expect(startGlyphflow(folder.path, env)).rejects.toThrow(message)
})

test('a page that takes too long is stopped and fails, and the next one is read', async () => {
  const glyphflow = await startGlyphflow(folder.path, { PAGE_TIMEOUT_MS: '60' })
  const client = createClient(glyphflow.url)

  const slow = await client.read(join(project, 'loadtest/samples/newsletter-museum.jpg'))

  expect(slow.pages[0]).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
  await glyphflow.stop()
})
