import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service that takes every event and does nothing. Tells its port, and ends with whoever started it. */
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit(0))
