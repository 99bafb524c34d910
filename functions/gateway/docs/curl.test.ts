import { expect, test } from 'vitest'
import { toCurl } from './curl.ts'
import { toGroups } from './groups.ts'
import type { OpenApi, PathItem, Schema } from './open-api.ts'
import { operation } from './operation.fixture.ts'

const answering = (type: string) =>
  operation({ responses: { 200: { description: 'OK', content: { [type]: { schema: {} } } } } })
const files = { type: 'array', items: { type: 'string', format: 'binary' } }

function curl(path: string, item: PathItem): string {
  const info = { title: 'T', version: '1' }
  const api: OpenApi = { info, paths: { [path]: item }, components: {} }
  const [endpoint] = toGroups(api).flatMap(({ endpoints }) => endpoints)
  if (!endpoint) throw new Error('Expected an endpoint')
  return toCurl(api, endpoint, 'http://localhost')
}

function posting(type: string, schema: Schema): PathItem {
  return { post: operation({ requestBody: { content: { [type]: { schema } } } }) }
}

test.each<[string, string, PathItem]>([
  ['curl "http://localhost/v1/documents"', '/v1/documents', { get: operation() }],
  [
    'curl -X DELETE "http://localhost/v1/documents/$ID"',
    '/v1/documents/{id}',
    { delete: operation() },
  ],
  [
    'curl --no-buffer "http://localhost/v1/events"',
    '/v1/events',
    { get: answering('text/event-stream') },
  ],
  [
    'curl -o page.webp "http://localhost/v1/documents/$ID/pages/1/preview"',
    '/v1/documents/{id}/pages/{n}/preview',
    { get: answering('image/webp') },
  ],
  [
    'curl -F image=@scan.png "http://localhost/v1/documents"',
    '/v1/documents',
    posting('multipart/form-data', {
      type: 'object',
      required: ['image'],
      properties: { image: files, language: { type: 'string' } },
    }),
  ],
  [
    `curl \\\n  -H 'content-type: application/json' \\\n  -d '{"count":10}' \\\n  "http://localhost/v1/samples"`,
    '/v1/samples',
    posting('application/json', {
      type: 'object',
      required: ['count'],
      properties: { count: { type: 'integer', minimum: 1 } },
    }),
  ],
  [
    'curl -X POST "http://localhost/v1/documents/$ID/redrive"',
    '/v1/documents/{id}/redrive',
    { post: operation() },
  ],
])('%s', (expected, path, item) => {
  expect(curl(path, item)).toBe(expected)
})
