import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Certificate, makeCertificate } from '../../../../../scripts/servers/certificate.ts'
import {
  createPostgres,
  type PostgresServer,
} from '../../../../../scripts/servers/postgres/server.ts'
import { addWithTexts } from '../../contract/examples.fixture.ts'
import { open, postgresIsHere } from '../store.fixture.ts'

let folder: string
let certificate: Certificate
let server: PostgresServer

beforeAll(async () => {
  if (!postgresIsHere) return
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-tls-'))
  certificate = await makeCertificate(folder)
  // PostgreSQL rejects a key with wider permissions. https://www.postgresql.org/docs/current/ssl-tcp.html
  await chmod(certificate.key, 0o600)
  server = await createPostgres({
    settings: {
      ssl: 'on',
      ssl_cert_file: certificate.certificate,
      ssl_key_file: certificate.key,
    },
  })
  await server.start()
})
afterAll(async () => {
  if (!postgresIsHere) return
  await server.remove()
  await rm(folder, { recursive: true })
})

function urlWith(parameters: Record<string, string>, change: (url: URL) => void = () => {}) {
  const url = new URL(server.url)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  change(url)
  return url.href
}

describe.skipIf(!postgresIsHere)('PostgreSQL over TLS', () => {
  test('connects if the certificate is trusted', async () => {
    const store = await open(
      urlWith({ sslmode: 'verify-full', sslrootcert: certificate.certificate }),
    )

    const documentId = await addWithTexts(store, ['read'])

    expect(await store.document(documentId)).toMatchObject({ status: 'done' })
  })

  test('fails in one sentence without a trusted certificate authority', async () => {
    await expect(open(urlWith({ sslmode: 'verify-full' }))).rejects.toThrow(
      /^DATABASE_URL cannot be used: .*self-signed certificate/,
    )
  })

  test('fails if the certificate is for another host', async () => {
    const trusting = { sslmode: 'verify-full', sslrootcert: certificate.certificate }
    const url = urlWith(trusting, (another) => (another.hostname = 'localhost'))

    await expect(open(url)).rejects.toThrow(/^DATABASE_URL cannot be used: .*localhost/)
  })

  test('fails if the server has no TLS', async () => {
    const without = await createPostgres()
    await without.start()
    const url = new URL(without.url)
    url.searchParams.set('sslmode', 'verify-full')

    const opening = open(url.href)

    await expect(opening).rejects.toThrow(/^DATABASE_URL cannot be used: .*does not support SSL/)
    await without.remove()
  })
})
