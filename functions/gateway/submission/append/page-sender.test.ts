import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { accepted, form, openGateway, png, raw } from '../../gateway.fixture.ts'
import { createPageSender } from './page-sender.ts'

/** A gateway; `bulk` has, for each event, whether it was sent in bulk. */
async function open() {
  const bulk: boolean[] = []
  const gateway = openGateway({
    send: async (_, page) => {
      bulk.push(page.bulk)
    },
  })
  const image = await png()
  const upload = async (pages: number, batch?: string) => {
    const images = Array.from({ length: pages }, () => ['image', image] as [string, typeof image])
    const parts = batch === undefined ? images : [...images, ['batch', batch] as [string, string]]
    const response = await gateway.request('/v1/documents', form(...parts))
    expect(response.status).toBe(202)
    const { id } = await accepted(response)
    await expect.poll(() => gateway.store.unappendedPages(id)).toEqual([])
    return id
  }
  return { ...gateway, bulk, image, upload }
}

test('pages of a document of more than 20 are sent in bulk', async () => {
  const { bulk, upload } = await open()

  await upload(20)
  const ofFew = new Set(bulk.splice(0))
  await upload(21)

  expect(ofFew).toEqual(new Set([false]))
  expect(bulk).toEqual(Array.from({ length: 21 }, () => true))
})

test('pages of a batch are sent in bulk from the 21st on', async () => {
  const { bulk, upload, request, image } = await open()
  const batch = randomUUID()

  await upload(19, batch)
  for (const _ of [20, 21]) await request(`/v1/documents?batch=${batch}`, raw(image))
  await upload(1, randomUUID())

  expect(bulk.slice(19)).toEqual([false, true, false])
})

test.each<[string, number, unknown, boolean]>([
  ['of a large document stays in bulk', 21, { pages: 'all' }, true],
  ['of a large document, alone, is not in bulk', 21, { pages: [1] }, false],
  ['of a replay is in bulk', 1, { pages: 'all', submittedUpTo: 100 }, true],
  ['as one of many requests is in bulk', 1, { pages: 'all', bulk: true }, true],
])('a page that is sent again %s', async (_, pages, choice, expected) => {
  const { bulk, upload, finish, request } = await open()
  const id = await upload(pages)
  await finish(id)
  bulk.length = 0

  await request(`/v1/documents/${id}/redrive`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(choice),
  })

  expect(bulk).toEqual([expected])
})

test('each event goes to the sink of its pages, and to the only one if there is one', async () => {
  const received: string[] = []
  const server = createServer((req, res) => {
    received.push(`${req.url} ${req.headers['ce-id']}`)
    res.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const event = (id: string) => ({ specversion: '1.0', id, source: '/s', type: 't' }) as const

  const both = createPageSender({ K_SINK: `${url}/single`, BULK_SINK: `${url}/bulk` }, {})
  await both(event('1'), { bulk: false })
  await both(event('2'), { bulk: true })
  await createPageSender({ K_SINK: `${url}/single` }, {})(event('3'), { bulk: true })

  expect(received).toEqual(['/single 1', '/bulk 2', '/single 3'])
})
