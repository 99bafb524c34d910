import { Client, type ClientConfig, Pool, types } from 'pg'

/** Connections per process; a server allows 100 in total by default. */
const maxConnections = 10
const connectTimeoutMs = 5000
/** Less than the query timeout, so that the server ends an abandoned statement and releases its locks. */
const statementTimeoutMs = 8000
const queryTimeoutMs = 10_000
/** Limit for which the transaction of a vanished process holds its locks. */
const idleInTransactionMs = 10_000

/** Parameters of the URL take precedence. */
function configOf(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'glyphflow',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  }
}

/** Pool whose statements end within seconds, even if the server hangs. */
export function openPool(url: string): Pool {
  const pool = new Pool({
    ...configOf(url),
    max: maxConnections,
    query_timeout: queryTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  })
  // Users of a lost connection get an error from their query; the pool replaces idle connections.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** One connection, which the caller connects and ends. Throws for an invalid URL. */
export function createClient(url: string, options: ClientConfig = {}): Client {
  const client = new Client({ ...configOf(url), ...options })
  client.on('error', () => {})
  return client
}

const int8 = 20

/** Parses int8 as a number: stored numbers are below 2^53. */
function getTypeParser(...[id, format]: Parameters<typeof types.getTypeParser>) {
  return id === int8 ? Number : types.getTypeParser(id, format)
}

const closeTimeoutMs = 1000

/** Ends a connection or a pool; does not wait for a hanging server. */
export async function end(connections: Pool | Client): Promise<void> {
  await Promise.race([
    connections.end().catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref()),
  ])
}
