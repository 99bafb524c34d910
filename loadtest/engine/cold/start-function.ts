import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startReplica } from '../../../eventing/runtime/replicas/process/replica-process.ts'
import { toHttp } from '../../../functions/shared/events/cloudevent.ts'
import {
  toCloudEvent,
  toPageSubmitted,
} from '../../../functions/shared/events/contract/contract.ts'
import { digestOf } from '../../../functions/shared/events/contract/digest.ts'
import { monotonicMs } from '../../figures/monotonic.ts'

/**
 * Starts the function ocr like a replica; milliseconds from there to the text of its first page at the sink. The same
 * server is the sink and serves the picture.
 */
export async function startFunction(
  main: string,
  env: Record<string, string | undefined>,
  picture: string,
): Promise<number> {
  const image = await readFile(picture)
  const page = toPageSubmitted({
    ...{ documentId: randomUUID(), page: 1, try: 1, language: 'eng', digest: digestOf(image) },
  })
  const sent = Promise.withResolvers<number>()
  const server = createServer((request, response) => {
    if (request.method === 'GET') return response.end(image)
    sent.resolve(monotonicMs())
    response.writeHead(202).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const platform = { K_SINK: address, ORIGINALS_URL: address, LOG_LEVEL: 'warn' }
  const fromMs = monotonicMs()
  const replica = await startReplica(main, { ...env, ...platform })
  try {
    await replica.healthy()
    const url = `http://127.0.0.1:${replica.port}/`
    const { status } = await fetch(url, { method: 'POST', ...toHttp(toCloudEvent(page)) })
    if (status >= 300) throw new Error(`ocr answered ${status}`)
    return (await sent.promise) - fromMs
  } finally {
    await replica.stop(10_000)
    server.close().closeAllConnections()
  }
}
