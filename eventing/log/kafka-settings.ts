import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { flag, list, SettingsError } from '../../functions/shared/settings/env.ts'
import type { KafkaConnection } from './kafka/client/kafkajs.ts'

const addresses = 'addresses such as kafka-1:9092'
const maxPort = 65_535

const address = z
  .string()
  .regex(/^(\[[\da-f:.]+\]|[^\s:]+):\d+$/i, addresses)
  .refine((value) => {
    const port = Number(value.replace(/^.*:/, ''))
    return port >= 1 && port <= maxPort
  }, addresses)

/** Settings of the log. Functions do not get them. */
export const kafkaSettings = z.object({
  KAFKA_BROKERS: list.pipe(z.array(address)).default([]),
  KAFKA_SSL: flag.default(false),
  KAFKA_SSL_CA: z.string().min(1).optional(),
  KAFKA_SASL_MECHANISM: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
    .default('SCRAM-SHA-512'),
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
  KAFKA_CREATE_TOPICS: flag.default(true),
})
export type KafkaSettings = z.infer<typeof kafkaSettings>

/** Throws SettingsError if settings are inconsistent, or the certificate file cannot be read. */
export async function toConnection(settings: KafkaSettings): Promise<KafkaConnection> {
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings
  if ((username === undefined) !== (password === undefined)) {
    const [found, missing] = username ? ['USERNAME', 'PASSWORD'] : ['PASSWORD', 'USERNAME']
    throw new SettingsError(
      `Expected KAFKA_SASL_${missing} beside KAFKA_SASL_${found}, got nothing`,
    )
  }
  const file = settings.KAFKA_SSL_CA
  const ca = file === undefined ? undefined : await readCertificates(file)
  return {
    brokers: settings.KAFKA_BROKERS,
    tls: settings.KAFKA_SSL || ca !== undefined ? { ca } : null,
    sasl:
      username === undefined || password === undefined
        ? null
        : { mechanism: settings.KAFKA_SASL_MECHANISM, username, password },
  }
}

async function readCertificates(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new SettingsError(`KAFKA_SSL_CA cannot be used: ${error.message}`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new SettingsError(`Expected KAFKA_SSL_CA to be certificates in PEM, got ${file}`)
}
