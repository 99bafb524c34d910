import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Service that accepts every event and does nothing. Sends its port to the parent process, and ends with it. */
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit(0))
