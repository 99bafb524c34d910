import { kafkaIsMissing, ownKafka } from '../../../eventing/log/kafka/own-kafka.fixture.ts'
import {
  ownPostgres,
  postgresIsHere,
} from '../../../functions/shared/store/postgres/store.fixture.ts'
import { ownTopics } from '../../system/pipeline.ts'

/** A log and a store under the same pipeline. */
export interface Pairing {
  log: 'SQLite' | 'Kafka'
  store: 'SQLite' | 'PostgreSQL'
}

/** What this machine lacks for a pairing; null where nothing. */
export function missingFor({ log, store }: Pairing): string | null {
  if (log === 'Kafka' && kafkaIsMissing) return kafkaIsMissing
  return store === 'PostgreSQL' && !postgresIsHere ? 'PostgreSQL' : null
}

/** Several, and few: each is files that a small Kafka has to make. */
const partitions = 4

/** Servers for the pairings of a file, all with the same log. */
export function ownServers(log: Pairing['log']) {
  const kafka = log === 'Kafka' ? ownKafka() : null
  const postgres = ownPostgres()
  return {
    /** For a runtime with topics, groups and a schema of its own; its KNATIVE_DIR is changed. */
    async settings(store: Pairing['store'], knativeDir: string): Promise<Record<string, string>> {
      if (kafka) ownTopics(knativeDir, { suffix: kafka.unique(''), partitions })
      return {
        KNATIVE_DIR: knativeDir,
        ...(kafka && { KAFKA_BROKERS: kafka.kafka().addresses }),
        ...(store === 'PostgreSQL' && { DATABASE_URL: await postgres.newUrl() }),
      }
    },
  }
}
export type Servers = ReturnType<typeof ownServers>
