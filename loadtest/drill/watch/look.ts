interface Connection {
  disconnect(): Promise<void>
}

/**
 * Asks over one connection, also several things at once; what could not be asked is null, and the next is asked
 * over a new connection.
 */
export function createLook<C extends Connection>(connect: () => Promise<C>) {
  let current: Promise<C> | null = null

  function leave(connection: Promise<C> | null) {
    connection?.then((each) => each.disconnect()).catch(() => {})
    if (current === connection) current = null
  }

  return {
    async look<T>(question: (connection: C) => Promise<T>): Promise<T | null> {
      current ??= connect()
      const connection = current
      try {
        return await question(await connection)
      } catch {
        leave(connection)
        return null
      }
    },
    close: () => leave(current),
  }
}
