import { Client, type ClientConfig, Pool, types } from 'pg'

/** A process's connections at most; a server allows 100 in all unless told otherwise. */
const maxConnections = 10
const connectTimeoutMs = 5000
/** The server gives a statement up before this side does, so that it does not hold locks for nobody. */
const statementTimeoutMs = 8000
const queryTimeoutMs = 10_000
/** A transaction whose process is gone, and said nothing, holds its locks for so long. */
const idleInTransactionMs = 10_000

/** What the address says goes before all of this. */
function configOf(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'glyphflow',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  }
}

/** Whose statements end in seconds, whatever the server does. */
export function openPool(url: string): Pool {
  const pool = new Pool({
    ...configOf(url),
    max: maxConnections,
    query_timeout: queryTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  })
  // What uses a connection is told that it is lost; one that nobody uses is replaced.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** One connection, to be connected and ended by the caller. Throws where the address is none. */
export function createClient(url: string, options: ClientConfig = {}): Client {
  const client = new Client({ ...configOf(url), ...options })
  client.on('error', () => {})
  return client
}

const int8 = 20

/** Numbers of ours stay below 2^53. */
function getTypeParser(...[id, format]: Parameters<typeof types.getTypeParser>) {
  return id === int8 ? Number : types.getTypeParser(id, format)
}

const closeTimeoutMs = 1000

/** Ends a connection, or all of a pool; does not wait for a server that stands still. */
export async function end(connections: Pool | Client): Promise<void> {
  await Promise.race([
    connections.end().catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref()),
  ])
}
