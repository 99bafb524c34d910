import type { OpenAPIHono } from '@hono/zod-openapi'
import { DocumentList } from '../../functions/shared/http/api.ts'

const times = 20
const day = 86_400_000

type Report = (what: string, ms: number[]) => void

/** Times what the page's list asks for, sequentially. `app` has the gateway's routes over a store of many documents. */
export async function timeLists(app: OpenAPIHono, report: Report): Promise<void> {
  async function list(query: Record<string, string>) {
    const response = await app.request(`/v1/documents?${new URLSearchParams(query)}`)
    return DocumentList.parse(await response.json())
  }
  async function middle(): Promise<string> {
    let cursor = ''
    for (let part = 0; part < 25; part += 1) {
      cursor = (await list({ limit: '200', ...(cursor && { cursor }) })).next ?? cursor
    }
    return cursor
  }
  const cursor = await middle()
  const ids = (await list({ limit: '48' })).documents.map(({ id }) => id).join(',')
  const queries: [string, Record<string, string>][] = [
    ['the newest 50', { limit: '50' }],
    ['100 after 5,000', { limit: '100', ...(cursor && { cursor }) }],
    ['48 by their ids', { ids, limit: '48' }],
    ['status=queued', { status: 'queued' }],
    ['status=failed', { status: 'failed' }],
    ['kind=pdf', { kind: 'pdf' }],
    ['a batch', { batch: 'batch-3' }],
    ['kind=pdf, queued', { kind: 'pdf', status: 'queued' }],
    ['a batch, queued', { batch: 'batch-3', status: 'queued' }],
    ['before all', { createdBefore: new Date(0).toISOString() }],
    ['after all', { createdAfter: new Date(Date.now() + day).toISOString() }],
  ]
  for (const [what, query] of queries) await time(app, { what, query }, report)
}

/** Times searches for words of different frequencies. */
export async function timeSearches(app: OpenAPIHono, report: Report): Promise<void> {
  const words = ['会议', '会', 'remember', 'harbour', 'remember the harbour', 'scan-77', 'scan']
  for (const q of [...words, 't', 'th', 'the']) {
    await time(app, { what: q, query: { q, limit: '50' } }, report)
  }
  for (const status of ['failed', 'queued', 'done']) {
    await time(app, { what: `the, ${status}`, query: { q: 'the', status } }, report)
  }
  const createdBefore = new Date(0).toISOString()
  await time(app, { what: 'the, before all', query: { q: 'the', createdBefore } }, report)
}

async function time(
  app: OpenAPIHono,
  { what, query }: { what: string; query: Record<string, string> },
  report: Report,
): Promise<void> {
  const ms: number[] = []
  let listed = 0
  for (let turn = 0; turn < times; turn += 1) {
    const fromMs = performance.now()
    const response = await app.request(`/v1/documents?${new URLSearchParams(query)}`)
    const text = await response.text()
    ms.push(performance.now() - fromMs)
    listed = DocumentList.parse(JSON.parse(text)).documents.length
  }
  report(`${what} (${listed})`, ms)
}
