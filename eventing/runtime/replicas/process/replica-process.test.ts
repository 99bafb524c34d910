import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startReplica } from './replica-process.ts'

const server = `createServer((_, answer) => answer.end()).listen(process.env.PORT, '127.0.0.1')`

/** A replica whose main is this. */
async function start(main: string) {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-replica-'))
  const file = join(folder, 'main.mjs')
  await writeFile(file, `import { createServer } from 'node:http'\n${main}`)
  const replica = await startReplica(file, process.env)
  onTestFinished(async () => {
    await replica.stop(0)
    await rm(folder, { recursive: true })
  })
  return replica
}

test('a replica answers once it listens', async () => {
  const replica = await start(server)

  await expect(replica.healthy()).resolves.toBeUndefined()
})

test('one whose server is in a thread, which nobody hears of, answers as well', async () => {
  const inThread = `import { createServer } from 'node:http'\n${server}`
  const replica = await start(`import { Worker } from 'node:worker_threads'
new Worker(new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(inThread)})))`)

  await expect(replica.healthy()).resolves.toBeUndefined()
})

test('one that ends before it listens says so', async () => {
  const replica = await start('process.exit(3)')

  await expect(replica.healthy()).rejects.toThrow('ended before it was ready')
})

test('one that comes to listen when the runtime has gone ends without a word', async () => {
  const preload = new URL('./replica-preload.ts', import.meta.url).href
  // Stands still until both its channel and its standard input are closed.
  const script = `import { readFileSync } from 'node:fs'
    import { createServer } from 'node:http'
    readFileSync(0)
    createServer().listen(0)`
  const args = ['--import', preload, '--input-type=module', '-e', script]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe', 'ipc'] })
  const said = child.stderr ? text(child.stderr) : ''
  await once(child, 'spawn')

  child.disconnect()
  child.stdin?.end()
  const [, signal] = await once(child, 'exit')

  expect([signal, await said]).toEqual(['SIGKILL', ''])
})
