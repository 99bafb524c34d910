/** Internal class of kafkajs: its two connections to a broker. */
declare module 'kafkajs/src/network/connectionPool.js' {
  class ConnectionPool {
    getConnection(index: number): Promise<unknown>
    getConnectionByRequest(sent: { request: { apiKey: number } }): Promise<unknown>
  }
  export = ConnectionPool
}
