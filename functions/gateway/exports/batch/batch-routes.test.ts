import pLimit from 'p-limit'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { Problem } from '../../../shared/http/problem.ts'
import {
  exampleDocument,
  examplePage,
  textResult,
} from '../../../shared/store/contract/examples.fixture.ts'
import { DamagedError, DeletedError } from '../../../shared/store/store.ts'
import { openGateway, png } from '../../gateway.fixture.ts'
import { createByteBudget } from '../../uploads/buffer/byte-budget.ts'
import { exportRoutes } from '../export-routes.ts'
import { createOpenOriginals } from '../pdf/originals.ts'
import { batchRoutes } from './batch-routes.ts'
import { filesOf, openWithBatch } from './zip.fixture.ts'

test('a batch is a ZIP of its documents and a list of them', async () => {
  const names = ['a/b.png', 'scan.png', 'Scan.jpg', null, 'unread.png']
  const { request, ids } = await openWithBatch(names, ['one', 'two', 'three', 'four', null])

  const response = await request('/v1/batches/b%201/zip')

  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="b 1.zip"')
  const { 'documents.json': list = '', ...files } = await filesOf(response)
  expect(files).toEqual({
    'a_b.txt': 'one',
    'scan-2.txt': 'two',
    'Scan.txt': 'three',
    [`${ids[3]}.txt`]: 'four',
  })
  expect(JSON.parse(list)).toMatchObject([
    { id: ids[4], filename: 'unread.png', status: 'queued', file: null },
    { id: ids[3], filename: null, status: 'done', file: `${ids[3]}.txt` },
    { id: ids[2], file: 'Scan.txt' },
    { id: ids[1], file: 'scan-2.txt' },
    { id: ids[0], filename: 'a/b.png', file: 'a_b.txt' },
  ])
})

test('a document that cannot be written in the format has no file, and the others do', async () => {
  const { request, ids, store } = await openWithBatch(['a.png'], ['one'])
  const pdf = { ...examplePage(Buffer.from('%PDF-')), mediaType: 'application/pdf' }
  const pages = [pdf, examplePage(await png())]
  const mixed = exampleDocument({ batch: 'b 1', filename: 'mixed.pdf', pages })
  await store.addDocument(mixed)
  await store.applyResult(textResult(mixed.id))

  const response = await request('/v1/batches/b%201/zip?format=pdf')

  const { 'documents.json': list = '', ...files } = await filesOf(response)
  expect(Object.keys(files)).toEqual(['a.pdf'])
  expect(JSON.parse(list)).toMatchObject([
    { id: mixed.id, file: null },
    { id: ids[0], file: 'a.pdf' },
  ])
})

test('a document deleted meanwhile has no file, and the others do', async () => {
  const { deps, ids } = await openWithBatch(['a.png', 'b.png', 'c.png'], ['one', 'two', 'three'])
  let lists = 0
  const documents = async (options: Parameters<typeof deps.store.documents>[0]) => {
    const list = await deps.store.documents(options)
    // First, it is checked whether one has been read.
    lists += 1
    if (lists > 1) await deps.store.deleteDocument(ids[1] ?? '')
    return list
  }
  const routes = batchRoutes({
    ...{ ...deps, store: { ...deps.store, documents } },
    openOriginals: createOpenOriginals({
      ...deps,
      limitPdfs: pLimit(1),
      budget: createByteBudget(0),
    }),
  })

  const { 'documents.json': list = '', ...files } = await filesOf(
    await routes.request('/v1/batches/b%201/zip?format=alto'),
  )

  expect(Object.keys(files)).toEqual(['c.alto.xml', 'a.alto.xml'])
  expect(JSON.parse(list)).toMatchObject([
    {},
    { id: ids[1], filename: 'b.png', status: 'deleted', file: null },
    {},
  ])
})

test.each([
  ['deleted', new DeletedError()],
  ['found to be damaged', new DamagedError()],
  ['refused for now', new Problem(503, 'too-many-exports', 'Later')],
])('a document that is %s while it is written has no file, and the others do', async (_, error) => {
  const { deps, ids } = await openWithBatch(['a.png', 'b.png', 'c.png'], ['one', 'two', 'three'])
  const page: typeof deps.store.page = async (id, ...rest) => {
    if (id === ids[1]) throw error
    return deps.store.page(id, ...rest)
  }
  const openOriginals = createOpenOriginals({
    ...deps,
    limitPdfs: pLimit(1),
    budget: createByteBudget(0),
  })
  const routes = batchRoutes({ ...deps, store: { ...deps.store, page }, openOriginals })

  const { 'documents.json': list = '', ...files } = await filesOf(
    await routes.request('/v1/batches/b%201/zip?format=alto'),
  )

  expect(Object.keys(files)).toEqual(['c.alto.xml', 'a.alto.xml'])
  expect(JSON.parse(list)).toMatchObject([{}, { id: ids[1], file: null }, {}])
})

test('a batch of more documents than are listed at once, as PDF', async () => {
  const names = Array.from({ length: 23 }, (_, index) => `page ${index}.png`)
  const { request } = await openWithBatch(names, names)

  const files = await filesOf(await request('/v1/batches/b%201/zip?format=pdf'))

  const pdfs = Object.entries(files).filter(([name]) => name.endsWith('.pdf'))
  expect(pdfs.map(([name]) => name).sort()).toEqual(
    names.map((name) => name.replace('.png', '.pdf')).sort(),
  )
  expect(
    pdfs.every(([, content]) => content.startsWith('%PDF-') && content.endsWith('%%EOF\n')),
  ).toBe(true)
})

test.each([
  ['an unknown batch', 'c', 404, 'unknown-batch'],
  ['a batch of which nothing has been read', 'b%201', 202, 'not-read-yet'],
  ['an unknown format', 'b%201', 400, 'invalid-request', '?format=docx'],
])('%s', async (_, batch, status, code, query = '') => {
  const { request } = await openWithBatch(['a.png'], [null])

  const response = await request(`/v1/batches/${batch}/zip${query}`)

  expect([response.status, await response.json()]).toEqual([
    status,
    expect.objectContaining({ code }),
  ])
})

test.each([
  ['aborted ZIP', '/v1/batches/b%201/zip?format=pdf', 'GET'],
  ['ZIP without body', '/v1/batches/b%201/zip?format=pdf', 'HEAD'],
  ['aborted PDF', null, 'GET'],
  ['PDF without body', null, 'HEAD'],
])('pictures are released: %s', async (_, batch, method) => {
  const maxBytes = 2_000_000
  const budget = createByteBudget(maxBytes)
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const
  const create = { width: 500, height: 500, channels: 3, background: '#fff', noise } as const
  const image = await sharp({ create }).webp({ lossless: true }).toBuffer()
  const { store, finish, deps } = openGateway()
  const document = exampleDocument({ batch: 'b 1', pages: [examplePage(image)] })
  await store.addDocument(document)
  await finish(document.id, 'text')
  const openOriginals = createOpenOriginals({ ...deps, limitPdfs: pLimit(1), budget })
  const path = batch ?? `/v1/documents/${document.id}/pdf`
  const routes = batch ? batchRoutes : exportRoutes

  const response = await routes({ ...deps, openOriginals }).request(path, { method })
  const reader = response.body?.getReader()
  // Of a ZIP, the first chunk is only the name.
  for (let chunk = batch ? 0 : 2; chunk < 2; chunk += 1) await reader?.read()
  await reader?.cancel()

  expect(response.status).toBe(200)
  await expect.poll(() => budget.reserve(maxBytes)).toBe(true)
})
