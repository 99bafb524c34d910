import { expect, test } from 'vitest'
import { Document, DocumentWithWords } from '../../shared/http/api.ts'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

/** A gateway with a document of two pages, of which the first has been read. */
async function openWithDocument(filename = 'Übersicht 1.png') {
  const gateway = openGateway()
  const image = await png()
  const parts = form(['image', image, filename], ['image', image])
  const { id } = await accepted(await gateway.request('/v1/documents', parts))
  await gateway.finish(id, 'hello')
  return { ...gateway, id }
}

const files = [
  ['text', 'text/plain; charset=utf-8', 'txt', /^hello\f$/],
  ['words.json', 'application/json', 'words.json', /^\{"id":.*\]\}\n$/s],
  ['hocr', 'text/vnd.hocr+html; charset=utf-8', 'hocr', /^<\?xml.*>hello<.*<\/html>\n$/s],
  ['alto', 'application/alto+xml', 'alto.xml', /^<\?xml.*CONTENT="hello".*<\/alto>\n$/s],
  ['pdf', 'application/pdf', 'pdf', /^%PDF-1\.7\n.*%%EOF\n$/s],
] as const

test.each(files)('a document as %s', async (name, mediaType, extension, content) => {
  const { request, id } = await openWithDocument()

  const response = await request(`/v1/documents/${id}/${name}`)

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(mediaType)
  expect(response.headers.get('content-disposition')).toBe(
    `inline; filename="_bersicht 1.${extension}"; filename*=UTF-8''%C3%9Cbersicht%201.${extension}`,
  )
  expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(content)
})

test.each([
  ...files
    .filter(([name]) => name !== 'words.json')
    .map(([name, type]) => [type.split(';')[0], name]),
  ['application/pdf;q=0.5, text/vnd.hocr+html', 'hocr'],
])('Accept: %s gives the document as %s', async (accept = '', name) => {
  const { request, id } = await openWithDocument()

  const [response, expected] = await Promise.all([
    request(`/v1/documents/${id}`, { headers: { accept } }),
    request(`/v1/documents/${id}/${name}`),
  ])

  expect(response.headers.get('vary')).toBe('Accept')
  expect(response.headers.get('content-type')).toBe(expected.headers.get('content-type'))
  expect(await response.text()).toBe(await expected.text())
})

test.each([
  '*/*',
  'application/json',
  'application/json, text/plain, */*',
  '*/*, text/plain;q=0.1',
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8',
])('Accept: %s gives JSON', async (accept) => {
  const { request, id } = await openWithDocument()

  const response = await request(`/v1/documents/${id}`, { headers: { accept } })

  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('vary')).toBe('Accept')
})

test('words.json is the document with the words of its pages', async () => {
  const { request, id } = await openWithDocument()

  const [response, document] = await Promise.all([
    request(`/v1/documents/${id}/words.json`),
    request(`/v1/documents/${id}`).then(async (response) => Document.parse(await response.json())),
  ])

  const withWords = DocumentWithWords.parse(await response.json())
  expect(withWords).toMatchObject(document)
  expect(withWords.pages.map(({ words }) => words)).toEqual([
    [{ text: 'hello', confidence: 90, box: [1, 2, 3, 4] }],
    [],
  ])
})

test.each(files)('%s of a document without a read page is a 202', async (name) => {
  const { request, submit } = openGateway()

  const response = await request(`/v1/documents/${await submit()}/${name}`)

  expect([response.status, response.headers.get('retry-after')]).toEqual([202, '1'])
  expect(await response.json()).toMatchObject({ code: 'not-read-yet' })
})

test.each(files)('%s of an unknown document is a 404', async (name) => {
  const response = await openGateway().request(`/v1/documents/nobody/${name}`)

  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'unknown-document' })
})

test('a damaged first page is a problem', async () => {
  const { request, id, storeFile } = await openWithDocument()
  alter(storeFile, "UPDATE texts SET words = '[]'")

  const response = await request(`/v1/documents/${id}/alto`)

  expect([response.status, await response.json()]).toEqual([
    500,
    expect.objectContaining({ code: 'damaged' }),
  ])
})
