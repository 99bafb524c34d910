import { expect, test } from 'vitest'
import * as z from 'zod'
import { openGateway } from '../../gateway.fixture.ts'

const Response = z.object({
  description: z.string().min(1),
  content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })).optional(),
})
const Operation = z.object({
  operationId: z.string().regex(/^[a-z]+([A-Z][a-z]+)+$/),
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  responses: z.record(z.string().regex(/^\d{3}$/), Response),
})
const Description = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })).min(1),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.object({ bearer: z.unknown(), basic: z.unknown() }),
  }),
})

const Whole = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

async function describeApp() {
  const { app, request } = openGateway()
  const text = await (await request('/openapi.json')).text()
  return { app, text, description: Description.parse(JSON.parse(text)) }
}

test('the OpenAPI document has every API route and no other', async () => {
  const { app, description } = await describeApp()
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )

  expect(described.sort()).toEqual([...new Set(routes)].sort())
  expect(described).toHaveLength(26)
})

test('each operation has a success response, its path parameters and problem responses', async () => {
  const { description } = await describeApp()

  for (const [path, operations] of Object.entries(description.paths)) {
    for (const { parameters = [], responses } of Object.values(operations)) {
      const names = parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name)
      expect(names.map((name) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(content).toHaveProperty(['application/problem+json'])
      }
    }
  }
})

test('every referenced schema is defined', async () => {
  const { text, description } = await describeApp()

  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)

  expect(Object.keys(description.components.schemas)).toEqual(
    expect.arrayContaining(['DocumentChange', 'PageChange', 'Problem']),
  )
  expect(new Set(names).size).toBeGreaterThan(5)
  for (const name of names) expect(description.components.schemas).toHaveProperty(name ?? '')
})

test('each operation has a unique operationId and an example', async () => {
  const { text, description } = await describeApp()
  const { paths } = Whole.parse(JSON.parse(text))

  const operations = Object.values(description.paths).flatMap((path) => Object.values(path))
  const names = operations.map(({ operationId }) => operationId)
  const withoutExample = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .filter((operation) => !JSON.stringify(operation).includes('"example":'))

  expect(names.toSorted()).toEqual([
    ...[
      'correctPage',
      'deleteDeadLetter',
      'deleteDocument',
      'deleteDocuments',
      'followChanges',
      'followDocument',
      'getBatchZip',
      'getDocument',
    ],
    ...['getDocumentAlto', 'getDocumentHocr', 'getDocumentPdf', 'getDocumentText'],
    ...['getDocumentWords', 'getPage', 'getPageImage', 'getPagePreview', 'getSystem'],
    ...['getSystemHistory'],
    ...['listDeadLetters', 'listDocuments', 'listLanguages', 'redriveDocument', 'restorePage'],
    ...['submitSamples', 'uploadDocument', 'zipDocuments'],
  ])
  expect(withoutExample).toEqual([])
})

test('an upload and a redrive have the values of what they may say', async () => {
  const { text } = await describeApp()
  const { paths } = Whole.parse(JSON.parse(text))
  const described = (path: string) => JSON.stringify(paths[path]?.post)
  const sources = '"enum":["auto","layer","ocr"]'

  expect(described('/v1/documents').split(sources)).toHaveLength(3)
  expect(described('/v1/documents/{id}/redrive')).toContain(sources)
  expect(described('/v1/documents/{id}/redrive')).toContain('"enum":[0,90,180,270]')
})

test('each integer parameter has a maximum', async () => {
  const { text } = await describeApp()
  const parameters = JSON.stringify(Whole.parse(JSON.parse(text)).paths)

  const integers = [...parameters.matchAll(/\{"type":"integer"[^{}]*\}/g)]

  expect(integers.length).toBeGreaterThan(8)
  expect(integers.filter(([schema]) => !/"maximum":\d/.test(schema))).toEqual([])
  expect(parameters).not.toContain('"null"')
})

test('each operation has unsupported-encoding, and no code twice in a response', async () => {
  const { description } = await describeApp()
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path))

  for (const { responses } of operations) {
    expect(responses['415']?.description).toContain('`unsupported-encoding`')
    for (const { description } of Object.values(responses)) {
      const codes = description.match(/`[a-z-]+`/g) ?? []
      expect(codes).toEqual([...new Set(codes)])
    }
  }
})

test('the example of an event stream has the field order of the wire', async () => {
  const { text } = await describeApp()

  expect(text).toMatch(/"example":"event: page\\ndata: \{.+?\}\\nid: 17\\n\\n"/)
})

test.each([
  ['/v1/documents/1/pages/2147483648', 400],
  ['/v1/documents/1/pages/2147483647', 404],
  ['/v1/events?after=9007199254740992', 400],
])('%s is answered %i', async (path, status) => {
  expect((await openGateway().request(path)).status).toBe(status)
})
