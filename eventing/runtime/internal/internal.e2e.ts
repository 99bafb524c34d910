import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CloudEvent, toHttp } from '../../../functions/shared/events/cloudevent.ts'
import {
  toCloudEvent,
  toPageRecognized,
  toPageSubmitted,
} from '../../../functions/shared/events/contract/contract.ts'
import { Document } from '../../../functions/shared/http/api.ts'
import { ownGlyphflow } from '../../../loadtest/e2e/own-glyphflow.fixture.ts'
import { processesOf } from '../../../loadtest/scale/measure/processes.ts'
import { listeningPorts } from './listening-ports.fixture.ts'

const { start } = ownGlyphflow()
const picture = join(import.meta.dirname, '../../../loadtest/samples/label-jam.jpg')

function forgedText(documentId: string): CloudEvent {
  const submitted = toPageSubmitted({ documentId, page: 1, try: 2, language: 'eng', digest: '' })
  const read = {
    ...{ text: 'forged', confidence: 99, width: 1, height: 1, words: [], language: 'eng' },
    ...{ engine: 'e', model: 'm', timings: { decodeMs: 1, recognizeMs: 1 } },
  }
  return toCloudEvent(toPageRecognized(submitted, read))
}

/** Posts with node:http, which allows any Host. */
function post(url: string, event: CloudEvent, more: Record<string, string>): Promise<number> {
  const { headers, body } = toHttp(event)
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers: { ...headers, ...more } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end(body)
  })
}

test('internal servers refuse other callers, and only the gateway has the API token', async () => {
  const { url, child, stop } = await start({ API_TOKEN: 'secret-of-the-api' })
  const headers = { authorization: 'Bearer secret-of-the-api', 'content-type': 'image/jpeg' }
  const upload = { method: 'POST', body: await readFile(picture) }
  const uploaded = await fetch(`${url}/v1/documents`, {
    ...upload,
    headers: { ...headers, prefer: 'wait=60' },
  })
  const { id, pages } = Document.parse(await uploaded.json())
  const processes = await processesOf(child.pid ?? 0)
  const internalPorts = (await Promise.all(processes.map(({ pid }) => listeningPorts(pid))))
    .flat()
    .filter((port) => port !== Number(new URL(url).port))

  const foreignHeaders: Record<string, string>[] = [
    ...[{}, headers, { host: 'evil.example' }, { origin: 'http://evil.example' }],
  ]
  const answers = await Promise.all(
    internalPorts.flatMap((port) =>
      ['/', '/text-feed'].flatMap((path) =>
        foreignHeaders.map((more) => post(`http://127.0.0.1:${port}${path}`, forgedText(id), more)),
      ),
    ),
  )
  const after = await fetch(`${url}/v1/documents/${id}`, { headers })
  const environments = await Promise.all(
    processes.map(async ({ pid, name }) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8')
      return [name, environment.includes('secret-of-the-api')] as const
    }),
  )

  // The internal server, two activators and a replica of each function.
  expect(internalPorts.length).toBeGreaterThanOrEqual(6)
  expect(answers.filter((status) => status < 400 || status >= 500)).toEqual([])
  expect(Document.parse(await after.json()).pages).toEqual(pages)
  expect(Object.fromEntries(environments)).toEqual({
    ...{ runtime: true, gateway: true, ocr: false, results: false },
  })
  await stop()
})
