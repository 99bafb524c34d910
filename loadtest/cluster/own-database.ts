import { Client } from 'pg'

/** Creates a database on the server of a URL; its name must be an SQL identifier. */
export async function createDatabase(serverUrl: string, name: string) {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await run(serverUrl, `CREATE DATABASE ${name}`)
  return { url: url.href, drop: () => run(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
