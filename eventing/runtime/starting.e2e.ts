import { chmod, lstat, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../functions/shared/store/sqlite/store.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, startGlyphflow } from '../../loadtest/system/glyphflow.ts'
import { freePort } from '../../scripts/servers/free-port.ts'

const { dataDir, start } = ownGlyphflow()

test('a second start on the same data folder is refused', async () => {
  const glyphflow = await start()

  const second = start()

  await expect(second).rejects.toThrow(`already running on the data folder ${dataDir()}`)
  await glyphflow.stop()
})

test('a port in use is named, and no process stays behind', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const starting = start({ PORT: String(port) })

  await expect(starting).rejects.toThrow(`127.0.0.1:${port}, from HOST and PORT, cannot be used`)
  server.close()
})

test('METRICS_PORT serves metrics, and the targets; in use, it is named', async () => {
  const METRICS_PORT = String(await freePort())
  const glyphflow = await start({ METRICS_PORT })
  const ofMetrics = (path: string) => fetch(`http://127.0.0.1:${METRICS_PORT}${path}`)

  const metrics = await (await ofMetrics('/metrics')).text()
  const targets = await (await ofMetrics('/targets')).text()

  expect(metrics).toMatch(/^glyphflow_replicas\{service="gateway",state="ready"\} 1$/m)
  expect(targets).toContain(`127.0.0.1:${METRICS_PORT}`)
  expect(targets).toContain('"replica":"gateway-1"')
  await expect(startGlyphflow(join(dataDir(), 'other'), { METRICS_PORT })).rejects.toThrow(
    `127.0.0.1:${METRICS_PORT}, from METRICS_PORT, cannot be used`,
  )
  await glyphflow.stop()
})

test.each([
  ['PORT', { PORT: 'eighty' }, 'Expected PORT to be a number, got "eighty"'],
  ['a function’s own', { OCR_LANGUAGES: 'tlh' }, 'Expected language data for OCR_LANGUAGES (tlh)'],
  ['HOST without a token', { HOST: '0.0.0.0' }, 'Expected HOST to be a loopback address'],
  ['a HOST of another machine', { HOST: '192.0.2.1', API_TOKEN: 't' }, '192.0.2.1:0, from HOST'],
  [
    'inconsistent limits',
    { UNAPPENDED_AFTER_MS: '900001' },
    'Expected UNAPPENDED_AFTER_MS (900001) to be at most LOST_AFTER_MS (900000)',
  ],
  ['a missing folder of manifests', { KNATIVE_DIR: '/nowhere' }, 'KNATIVE_DIR cannot be used'],
])('an invalid setting stops the start and is named: %s', async (_, env, message) => {
  await expect(start(env)).rejects.toThrow(message)
})

test.each([
  ['of the runtime', { HOST: '192.0.2.1', API_TOKEN: 't' }, 'from HOST and PORT'],
  ['of a function', { OCR_LANGUAGES: 'tlh' }, 'OCR_LANGUAGES (tlh)'],
])(
  'a start that a setting %s ends is no unclean stop for the next start',
  async (_, env, message) => {
    await expect(start(env)).rejects.toThrow(message)

    const glyphflow = await start()

    expect(glyphflow.output()).not.toContain('did not stop cleanly')
    await glyphflow.stop()
  },
)

test.each(['store.sqlite', 'log.sqlite'])(
  'a foreign %s stops the start with a remedy',
  async (name) => {
    await writeFile(join(dataDir(), name), 'Dear diary, '.repeat(1000))

    await expect(start()).rejects.toThrow(/it is not a SQLite database.*DATA_DIR/)
  },
)

test('a truncated store stops the start with a remedy', async () => {
  const path = join(dataDir(), 'store.sqlite')
  await openSqliteStore(path).close()
  await truncate(path, (await stat(path)).size - 4096)

  await expect(start()).rejects.toThrow(/store\.sqlite is damaged: .*Put back a backup/)
})

test('the data folder is private: accessible files are restricted, and new ones are created private', async () => {
  const folder = dataDir()
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'store.sqlite'), '', { mode: 0o644 })
  const glyphflow = await start()
  const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')

  await createClient(glyphflow.url).read(sample)

  const names = ['.', ...(await readdir(folder, { recursive: true }))]
  const modes = await Promise.all(
    names.map(async (name) => ({ name, mode: (await lstat(join(folder, name))).mode })),
  )
  expect(names).toEqual(
    expect.arrayContaining(['store.sqlite-shm', 'log.sqlite-wal', 'lock.sqlite']),
  )
  expect(modes.filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([])
  expect(glyphflow.output()).toContain('permissions of the data folder were restricted')
  await glyphflow.stop()
})

test('a page that takes too long is aborted and fails, and the next one is read', async () => {
  const glyphflow = await start({ PAGE_TIMEOUT_MS: '60' })
  const client = createClient(glyphflow.url)

  const slow = await client.read(
    join(import.meta.dirname, '../../loadtest/samples/newsletter-museum.jpg'),
  )

  expect(slow.pages[0]).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
  await glyphflow.stop()
})
