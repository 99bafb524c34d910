import { type ISocketFactory, Kafka, logLevel } from 'kafkajs'
import ConnectionPool from 'kafkajs/src/network/connectionPool.js'
import type { Logger } from '../../../../functions/shared/process/logger.ts'

/** Settings of the connection to a Kafka cluster. */
export interface KafkaConnection {
  /** host:port of any brokers of the cluster. */
  brokers: string[]
  /** Null without TLS; `ca` in PEM, to replace the system's certificates. */
  tls: { ca?: string | undefined } | null
  sasl: SaslLogin | null
}

export interface SaslLogin {
  mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  username: string
  password: string
}

/** https://kafka.apache.org/protocol#protocol_api_keys */
const apiKeys = { fetch: 1, joinGroup: 11 }

/**
 * kafkajs sends all requests to a broker but fetches over one connection, and Kafka answers a connection's requests one
 * after the other. A commit would wait for the end of a join, which lasts as long as the session of a killed member,
 * and then be refused. So joins share the connection of the fetches: a member that joins makes none.
 */
ConnectionPool.prototype.getConnectionByRequest = function ({ request }) {
  const { fetch, joinGroup } = apiKeys
  return this.getConnection([fetch, joinGroup].includes(request.apiKey) ? 1 : 0)
}

export function createKafka(
  { brokers, tls, sasl }: KafkaConnection,
  logger: Logger,
  socketFactory?: ISocketFactory,
): Kafka {
  return new Kafka({
    clientId: 'glyphflow',
    brokers,
    ...(socketFactory && { socketFactory }),
    ...(tls && { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } }),
    ...(sasl && { sasl: toSasl(sasl) }),
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    // Few: callers retry and log by themselves.
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
    logLevel: logger.isLevelEnabled('debug') ? logLevel.INFO : logLevel.NOTHING,
    logCreator: () => (entry) => {
      const { message, timestamp: _, stack: __, ...fields } = entry.log
      const level = entry.level === logLevel.INFO ? 'trace' : 'debug'
      logger[level]({ ...fields, from: entry.namespace }, `kafkajs: ${message}`)
    },
  })
}

function toSasl({ mechanism, username, password }: SaslLogin) {
  const login = { username, password }
  switch (mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain' as const, ...login }
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256' as const, ...login }
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512' as const, ...login }
  }
}
