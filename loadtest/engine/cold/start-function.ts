import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startReplica } from '../../../eventing/runtime/replica-process.ts'
import { toHttp } from '../../../functions/shared/cloudevent.ts'
import { toPageSubmitted } from '../../../functions/shared/contract.ts'
import { digestOf } from '../../../functions/shared/digest.ts'
import { monotonicMs } from '../../drill/monotonic.ts'

/**
 * The function ocr itself, as the runtime starts a replica of it: milliseconds from there to the text of its
 * first page at its sink.
 */
export async function startFunction(
  main: string,
  env: Record<string, string | undefined>,
  picture: string,
): Promise<number> {
  const image = await readFile(picture)
  const {
    dataref: _,
    originaldigest: __,
    ...submitted
  } = toPageSubmitted({
    ...{ documentId: 'cold', page: 1, try: 1, language: 'eng', digest: digestOf(image) },
  })
  const page = { ...submitted, datacontenttype: 'image/jpeg', data: image }
  const sink = createServer((_, response) => response.writeHead(202).end()).listen(0, '127.0.0.1')
  await once(sink, 'listening')
  const sent = once(sink, 'request').then(() => monotonicMs())
  const K_SINK = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`
  const fromMs = monotonicMs()
  const replica = await startReplica(main, { ...env, K_SINK, LOG_LEVEL: 'warn' })
  try {
    await replica.answers()
    const url = `http://127.0.0.1:${replica.port}/`
    const { status } = await fetch(url, { method: 'POST', ...toHttp(page) })
    if (status >= 300) throw new Error(`ocr answered ${status}`)
    return (await sent) - fromMs
  } finally {
    await replica.stop(10_000)
    sink.close()
    sink.closeAllConnections()
  }
}
