import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
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

test.skipIf(!postgresIsHere)(
  'a server that is killed has what was committed, again and again',
  async () => {
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
  },
)

test.skipIf(!postgresIsHere || process.platform !== 'linux').each(['running', 'paused'])(
  'nothing of a %s server is left when the process that started it is killed',
  async (state) => {
    const { child, folder, pids } = await startElsewhere(state)
    onTestFinished(() => rm(folder, { recursive: true, force: true }))

    child.kill('SIGKILL')

    expect(pids.length).toBeGreaterThan(3)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  },
)

/** In a process of its own, which says where its server is and which processes it has. */
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
  if (folder === undefined) throw new Error('Expected it to say its folder')
  const first = Number.parseInt(readFileSync(`${folder}/data/postmaster.pid`, 'utf8'), 10)
  const others = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8')
  return { child, folder, pids: [first, ...others.trim().split(' ').map(Number)] }
}

/** One that has ended and was not yet reaped does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
