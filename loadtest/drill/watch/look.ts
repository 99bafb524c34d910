interface Connection {
  disconnect(): Promise<void>
}

/**
 * Runs queries over one connection, also concurrently; a failed query resolves with null, and the next one uses a
 * new connection.
 */
export function createLook<C extends Connection>(connect: () => Promise<C>) {
  let current: Promise<C> | null = null

  function disconnect(connection: Promise<C> | null) {
    connection?.then((each) => each.disconnect()).catch(() => {})
    if (current === connection) current = null
  }

  return {
    async look<T>(query: (connection: C) => Promise<T>): Promise<T | null> {
      current ??= connect()
      const connection = current
      try {
        return await query(await connection)
      } catch {
        disconnect(connection)
        return null
      }
    },
    close: () => disconnect(current),
  }
}
