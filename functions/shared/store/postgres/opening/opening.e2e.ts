import { describe, expect, test } from 'vitest'
import { createLogger } from '../../../process/logger.ts'
import { SettingsError } from '../../../settings/env.ts'
import { addWithTexts } from '../../contract/examples.fixture.ts'
import { ask, open, ownPostgres, postgresIsHere } from '../store.fixture.ts'
import { openPostgresStore } from '../store.ts'
import { requireUsable } from './prepare.ts'

const postgres = ownPostgres()

/** URL of the server with one part replaced. */
function urlWith(change: (url: URL) => void): string {
  const url = new URL(postgres.server().url)
  change(url)
  return url.href
}

describe.skipIf(!postgresIsHere)('opening', () => {
  test('processes that open a new database concurrently create its tables once', async () => {
    const url = await postgres.newUrl()

    const stores = await Promise.all([1, 2, 3, 4, 5].map(() => open(url)))

    await Promise.all(stores.map((store) => addWithTexts(store, ['read'])))
    expect(await ask(url, 'SELECT * FROM glyphflow_schema')).toEqual([{ version: 9 }])
    expect((await stores[0]?.feedBounds())?.latest).toBe(15)
  })

  test('writes exist after a reopening', async () => {
    const url = await postgres.newUrl()
    const before = await open(url)
    const documentId = await addWithTexts(before, ['kept', null])
    const document = await before.document(documentId)
    await before.close()

    const after = await open(url)

    expect(await after.document(documentId)).toEqual(document)
  })

  test('a database of an older version stays unchanged', async () => {
    const url = await postgres.newUrl()
    await (await open(url)).close()
    await ask(url, 'UPDATE glyphflow_schema SET version = 3; DROP TABLE chunks')
    const columns = `SELECT table_name, column_name FROM information_schema.columns
                     WHERE table_schema = current_schema() ORDER BY 1, 2`
    const before = await ask(url, columns)

    const opening = openPostgresStore(url, {
      logger: createLogger('store', 'silent'),
      onUnusable() {},
    })

    await expect(opening).rejects.toThrow(
      "DATABASE_URL cannot be used: its schema version is 3, older than this Glyphflow's 9, which does not " +
        'convert it. Run the older Glyphflow, or name another database',
    )
    expect(await ask(url, columns)).toEqual(before)
    expect(await ask(url, 'SELECT * FROM glyphflow_schema')).toEqual([{ version: 3 }])
  })

  const refused: [string, () => Promise<string>, string][] = [
    [
      'a wrong password',
      async () => urlWith((url) => (url.password = 'secret')),
      'DATABASE_URL cannot be used: password authentication failed for user "glyphflow"',
    ],
    [
      'an unknown database',
      async () => urlWith((url) => (url.pathname = '/nowhere')),
      'DATABASE_URL cannot be used: database "nowhere" does not exist',
    ],
    [
      'an unknown schema',
      async () => urlWith((url) => url.searchParams.set('options', '-csearch_path=nowhere')),
      'DATABASE_URL cannot be used: there is no schema that its search_path names',
    ],
    [
      'another encoding',
      async () => {
        const { url } = postgres.server()
        await ask(url, `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`)
        return urlWith((latin) => (latin.pathname = '/latin'))
      },
      'DATABASE_URL cannot be used: its encoding is LATIN1, and UTF8 is needed',
    ],
    [
      'tables of another program',
      async () => {
        const url = await postgres.newUrl()
        await ask(url, 'CREATE TABLE documents (name text)')
        return url
      },
      'DATABASE_URL cannot be used: it has tables of another program',
    ],
    [
      'a newer schema',
      async () => {
        const url = await postgres.newUrl()
        await (await open(url)).close()
        await ask(url, 'UPDATE glyphflow_schema SET version = 99')
        return url
      },
      "DATABASE_URL cannot be used: its schema version is 99, newer than this Glyphflow's 9",
    ],
    [
      'a user without permission to create tables',
      async () => {
        const url = await postgres.newUrl()
        await ask(url, `CREATE ROLE guest LOGIN PASSWORD 'secret'`)
        const guest = new URL(url)
        guest.username = 'guest'
        guest.password = 'secret'
        const schema = guest.searchParams.get('options')?.replace('-csearch_path=', '')
        await ask(url, `GRANT USAGE ON SCHEMA ${schema} TO guest`)
        return guest.href
      },
      'DATABASE_URL cannot be used: permission denied for schema test_',
    ],
    [
      'an invalid URL',
      async () => 'postgres://me:secret@db:port/x',
      'Expected DATABASE_URL to be like postgres://user:password@host:5432/database',
    ],
  ]

  test.each(refused)(
    'the error for %s is one sentence without a password',
    async (_, make, sentence) => {
      const url = await make()

      const opening = openPostgresStore(url, {
        logger: createLogger('store', 'silent'),
        onUnusable() {},
      })

      const error = await opening.catch((thrown) => thrown)
      expect(error).toBeInstanceOf(SettingsError)
      expect(error.message).toContain(sentence)
      expect(String(error.stack) + JSON.stringify(error)).not.toContain('secret')
    },
  )
})

test('the error for an old server has its version', () => {
  const old = { version: 9, encoding: 'UTF8', schema: 'public' }

  expect(() => requireUsable(old)).toThrow('it is PostgreSQL 9, and 14 or later is needed')
  expect(() => requireUsable({ ...old, version: 14 })).not.toThrow()
})
