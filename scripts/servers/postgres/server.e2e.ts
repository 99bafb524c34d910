import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { createPostgres } from './server.ts'

const postgresIsHere = findBinaries() !== null
if (!postgresIsHere && process.env.CI === 'true') throw new Error('Expected a PostgreSQL from npm')

async function ask(url: string, sql: string) {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

test.skipIf(!postgresIsHere)('a killed server keeps committed data, repeatedly', async () => {
  const server = await createPostgres()
  onTestFinished(() => server.remove())
  await server.start()
  await ask(server.url, 'CREATE TABLE numbers (number int)')

  for (const number of [1, 2, 3]) {
    await ask(server.url, `INSERT INTO numbers VALUES (${number})`)
    await server.kill()
    await server.start()
  }

  expect(await ask(server.url, 'SELECT number FROM numbers')).toHaveLength(3)
})

const [ownAddress] = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map(({ address }) => address)

test.skipIf(!postgresIsHere || !ownAddress)(
  'a server on an address of the network accepts clients with the password, and no others',
  async () => {
    const server = await createPostgres({ listen: ownAddress ?? '' })
    onTestFinished(() => server.remove())
    await server.start()
    const wrong = server.url.replace('glyphflow@', 'guessed@')

    expect(new URL(server.url).hostname).toBe(ownAddress)
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed')
  },
)

test.skipIf(!postgresIsHere || process.platform !== 'linux').each(['running', 'paused'])(
  'a %s server ends completely when its parent process is killed',
  async (state) => {
    const { child, folder, pids } = await startElsewhere(state)
    onTestFinished(() => rm(folder, { recursive: true, force: true }))

    child.kill('SIGKILL')

    expect(pids.length).toBeGreaterThan(3)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  },
)

/** Starts a server in a separate process, which prints its folder and pids. */
async function startElsewhere(state: string) {
  const source = `
    import { mkdtempSync } from 'node:fs'
    import { tmpdir } from 'node:os'
    import { join } from 'node:path'
    import { createPostgres } from ${JSON.stringify(new URL('./server.ts', import.meta.url))}
    const folder = mkdtempSync(join(tmpdir(), 'glyphflow-postgres-'))
    const server = await createPostgres({ folder })
    await server.start()
    if (${state === 'paused'}) server.pause()
    console.log(folder)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [folder]: string[] = await once(createInterface(child.stdout), 'line')
  if (folder === undefined) throw new Error('Expected the process to print its folder')
  const first = Number.parseInt(readFileSync(`${folder}/data/postmaster.pid`, 'utf8'), 10)
  const others = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8')
  return { child, folder, pids: [first, ...others.trim().split(' ').map(Number)] }
}

/** A zombie does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
