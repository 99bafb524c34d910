import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownGlyphflow } from '../../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient } from '../../../loadtest/system/glyphflow.ts'
import type { SaslLogin } from './client/kafkajs.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'

const user = { name: 'glyphflow', password: 'with a space' }
const own = ownKafka({ user })
const { start } = ownGlyphflow()

/** Settings of a user. */
function settings(changes: Record<string, string> = {}) {
  return {
    KAFKA_BROKERS: own.kafka().addresses,
    KAFKA_SSL_CA: own.kafka().caFile ?? '',
    KAFKA_SASL_USERNAME: user.name,
    KAFKA_SASL_PASSWORD: user.password,
    ...changes,
  }
}

describe.skipIf(kafkaIsMissing)(`a Kafka with authentication${whyWithoutKafka}`, () => {
  test.each<[SaslLogin['mechanism']]>([['PLAIN'], ['SCRAM-SHA-256'], ['SCRAM-SHA-512']])(
    'authenticates by %s over TLS',
    async (mechanism) => {
      const topic = own.unique('pages')
      const ca = await readFile(own.kafka().caFile ?? '', 'utf8')
      const sasl = { mechanism, username: user.name, password: user.password }
      const log = own.open(topic, { connection: { ...own.connection(), tls: { ca }, sasl } })
      await log.ready

      await log.append(topic, { key: 'k', headers: {}, value: null })

      const record = await log.subscribe({ topic, group: topic, maxOpen: 9 }).take()
      expect(record?.key).toBe('k')
      await log.close()
    },
  )

  test.each([
    [
      { KAFKA_SASL_PASSWORD: 'another' },
      /does not authenticate KAFKA_SASL_USERNAME glyphflow: .*SCRAM/,
    ],
    [{ KAFKA_SSL_CA: '', KAFKA_SSL: '1' }, /cannot be trusted: .*Check KAFKA_SSL/],
    [
      { KAFKA_CREATE_TOPICS: '0' },
      /no topic images-feed, images-bulk, text-feed, dead-letters, and KAFKA_CREATE/,
    ],
    [{ KAFKA_SASL_USERNAME: '' }, /Expected KAFKA_SASL_USERNAME beside KAFKA_SASL_PASSWORD/],
  ])('%j stops the start with its reason', async (changes, message) => {
    await expect(start(settings(changes))).rejects.toThrow(message)
  })

  test('pages are read through it', async () => {
    const glyphflow = await start(settings())
    const client = createClient(glyphflow.url)

    const document = await client.read(
      join(import.meta.dirname, '../../../loadtest/samples/label-jam.jpg'),
    )

    expect(document.status).toBe('done')
    await glyphflow.stop()
    expect(glyphflow.output()).not.toContain(user.password)
  })
})
