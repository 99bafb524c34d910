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

/** Missing requirement for a pairing on this machine; null if there is none. */
export function missingFor({ log, store }: Pairing): string | null {
  if (log === 'Kafka' && kafkaIsMissing) return kafkaIsMissing
  return store === 'PostgreSQL' && !postgresIsHere ? 'PostgreSQL' : null
}

/** More than one, but few: a small Kafka has to create files for each. */
const partitions = 4

/** Servers for pairings with the same log. */
export function ownServers(log: Pairing['log']) {
  const kafka = log === 'Kafka' ? ownKafka() : null
  const postgres = ownPostgres()
  return {
    /** Settings for a runtime with its own topics, groups and schema; changes its KNATIVE_DIR. */
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
