import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import {
  type Client,
  createClient,
  temporaryFolder,
  until,
} from '../../loadtest/system/glyphflow.ts'
import { startCommand } from '../../loadtest/system/runtime-process.ts'

const project = join(import.meta.dirname, '../..')
const { dataDir, start } = ownGlyphflow()

async function processesOf(client: Client): Promise<number[]> {
  const { services } = await client.system()
  return (services ?? []).flatMap(({ processes }) => (processes ?? []).map(({ pid }) => pid))
}

/** A zombie does not count as running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' && !isLinux
  }
}
const isLinux = process.platform === 'linux'

async function endedDocuments(client: Client): Promise<number> {
  const { documents } = await client.list('limit=200')
  return documents.filter(({ finishedAt }) => finishedAt !== null).length
}

/** Read in less than a second, so that a busy machine reads all of them within a test. */
const picture = join(project, 'loadtest/samples/label-jam.jpg')
const pages = 12

/** Starts a Glyphflow that is reading pages. */
async function busy() {
  const glyphflow = await start()
  const client = createClient(glyphflow.url)
  await Promise.all(Array.from({ length: pages }, () => client.upload(picture)))
  await until(async () => (await endedDocuments(client)) > 3)
  return { glyphflow, client, processes: await processesOf(client) }
}

async function expectAllFinished() {
  const glyphflow = await start()
  const client = createClient(glyphflow.url)
  await until(async () => (await client.system()).queuedPages === 0)
  const { documents } = await client.list('limit=200')
  await glyphflow.stop()
  expect(documents).toHaveLength(pages)
  expect(documents.filter(({ status }) => status !== 'done')).toEqual([])
}

test('Ctrl-C lets pages finish and leaves no process behind; the next start continues', async () => {
  const { glyphflow, processes } = await busy()
  const started = performance.now()

  const code = await glyphflow.stop()

  expect(code).toBe(0)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(processes.length).toBeGreaterThan(3)
  expect(processes.filter(isRunning)).toEqual([])
  expect(glyphflow.output()).not.toMatch(/"level":[56]0/)
  await expectAllFinished()
})

test('Ctrl-C lets a page finish even before its original is fetched', async () => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path)
  const fetches = join(folder.path, 'fetches')
  await mend()
  const glyphflow = await start({ ...env, FETCHES_WHEN: fetches })
  const client = createClient(glyphflow.url)
  const { id } = await client.upload(picture)
  const ocr = async () => (await client.system()).services?.find(({ name }) => name === 'ocr')
  await until(async () => (await ocr())?.inFlight === 1)

  const stopped = glyphflow.stop()
  await until(async () => glyphflow.output().includes('Ctrl-C again'))
  await writeFile(fetches, '')
  await stopped
  await rm(fetches)

  const next = await start({ ...env, FETCHES_WHEN: fetches })
  const { status } = await createClient(next.url).document(id)
  expect(status).toBe('done')
  await next.stop()
})

test('a second Ctrl-C ends all processes immediately', async () => {
  const { glyphflow, processes } = await busy()
  const ended = glyphflow.stop()
  await until(async () => glyphflow.output().includes('Ctrl-C again'))

  glyphflow.child.kill('SIGINT')

  expect(await ended).toBe(130)
  await until(async () => !processes.some(isRunning))
})

test('Ctrl-C in a terminal ends npm start with all its processes', async () => {
  // A new process group, like a terminal's: the signal goes to npm, its shell and the runtime.
  const npm = spawn('npm', ['start'], {
    cwd: project,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir() },
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

test.each([100, 300, 500, 1000, 1500, 2000])('Ctrl-C %i ms after the start ends it', async (ms) => {
  const [command = '', ...args] = startCommand
  const child = spawn(command, args, {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir() },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')

  await pause(ms)
  child.kill('SIGINT')

  // Killed by the signal if it comes before the handler is installed.
  expect([
    [0, null],
    [null, 'SIGINT'],
  ]).toContainEqual(await ended)
})

test('Ctrl-C while samples are appended: all of them are read after the next start', async () => {
  const glyphflow = await start()
  const { documents } = await createClient(glyphflow.url).samples(6, 3)

  await glyphflow.stop()
  const next = await start({ UNAPPENDED_AFTER_MS: '1000' })
  const again = createClient(next.url)
  await until(async () => (await again.system()).queuedPages === 0)

  const read = (await again.list('limit=200&status=done')).documents
  expect(read.map(({ id }) => id).toSorted()).toEqual(documents.toSorted())
  await next.stop()
})

test('kill -9 of the runtime leaves no process behind; the next start continues', async () => {
  const { glyphflow, processes } = await busy()
  const started = performance.now()

  glyphflow.child.kill('SIGKILL')
  await until(async () => !processes.some(isRunning))

  expect(performance.now() - started).toBeLessThan(5000)
  await expectAllFinished()
})

test('a replica killed while reading a page is restarted, and its page read', async () => {
  const { glyphflow, client } = await busy()
  const { services } = await client.system()
  const ocr = services?.find(({ name }) => name === 'ocr')

  for (const { pid } of ocr?.processes ?? []) process.kill(pid, 'SIGKILL')
  await until(async () => (await client.system()).queuedPages === 0)

  const { documents } = await client.list('limit=200')
  expect(documents.filter(({ status }) => status === 'done')).toHaveLength(pages)
  await glyphflow.stop()
})
