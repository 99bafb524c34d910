import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startReplica } from './replica-process.ts'

const server = `createServer((_, answer) => answer.end()).listen(process.env.PORT, '127.0.0.1')`

/** Starts a replica with this code as its main. */
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

test('a replica is healthy once it listens', async () => {
  const replica = await start(server)

  await expect(replica.healthy()).resolves.toBeUndefined()
})

test('a replica that listens in a worker thread, unreported, becomes healthy too', async () => {
  const inThread = `import { createServer } from 'node:http'\n${server}`
  const replica = await start(`import { Worker } from 'node:worker_threads'
new Worker(new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(inThread)})))`)

  await expect(replica.healthy()).resolves.toBeUndefined()
})

test('a replica that ends before it listens is an error', async () => {
  const replica = await start('process.exit(3)')

  await expect(replica.healthy()).rejects.toThrow('ended before it was ready')
})

test('a replica that begins to listen after the end of the runtime ends silently', async () => {
  const preload = new URL('./replica-preload.ts', import.meta.url).href
  // Blocks until its channel and standard input are closed.
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
