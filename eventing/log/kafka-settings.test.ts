import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { kafkaSettings, toConnection } from './kafka-settings.ts'

const read = (env: Record<string, string>) =>
  readEnv(kafkaSettings, { KAFKA_BROKERS: 'one:9092, two:9092', ...env })

async function file(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-ca-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'ca.pem'), text)
  return join(folder, 'ca.pem')
}

test('brokers alone mean no TLS and no authentication', async () => {
  const connection = await toConnection(read({}))

  expect(connection).toEqual({ brokers: ['one:9092', 'two:9092'], tls: null, sasl: null })
})

test('a certificate file means TLS with its certificates', async () => {
  const ca = '-----BEGIN CERTIFICATE-----\n…'

  const { tls } = await toConnection(read({ KAFKA_SSL_CA: await file(ca) }))

  expect(tls).toEqual({ ca })
})

test('TLS alone uses the system’s certificates', async () => {
  expect((await toConnection(read({ KAFKA_SSL: '1' }))).tls).toEqual({})
})

test.each<[string, Record<string, string>, string]>([
  ['a user name alone', { KAFKA_SASL_USERNAME: 'g' }, 'Expected KAFKA_SASL_PASSWORD beside'],
  ['a password alone', { KAFKA_SASL_PASSWORD: 'p' }, 'Expected KAFKA_SASL_USERNAME beside'],
  ['a missing file', { KAFKA_SSL_CA: '/nowhere' }, 'KAFKA_SSL_CA cannot be used: ENOENT'],
])('%s is refused by name', async (_, env, message) => {
  await expect(toConnection(read(env))).rejects.toThrow(message)
})

test('a file without certificates is refused', async () => {
  const path = await file('Dear diary')

  await expect(toConnection(read({ KAFKA_SSL_CA: path }))).rejects.toThrow(
    'Expected KAFKA_SSL_CA to be certificates in PEM',
  )
})

test.each(['one', 'one:', 'one two:9092', 'kafka://one:9092', 'one:90922', 'one:0'])(
  'the address %j is refused',
  (address) => {
    expect(() => read({ KAFKA_BROKERS: address })).toThrow('Expected KAFKA_BROKERS to be addresses')
  },
)
