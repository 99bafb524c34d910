import { expect, test } from 'vitest'
import { toGroups } from './groups.ts'
import { operation } from './operation.fixture.ts'

test('operations are grouped by their path, in the order of the description', () => {
  const [get, post] = [operation({ operationId: 'get' }), operation({ operationId: 'post' })]

  const groups = toGroups({
    info: { title: 'T', version: '1' },
    paths: {
      '/v1/documents': { get, post },
      '/v1/events': { get },
      '/v1/documents/{id}/text': { get },
    },
    components: {},
  })

  const named = groups.map(({ name, endpoints }) => [
    name,
    ...endpoints.map(({ operationId, path }) => `${operationId} ${path}`),
  ])
  expect(named).toEqual([
    ['Documents', 'get /v1/documents', 'post /v1/documents', 'get /v1/documents/{id}/text'],
    ['Events', 'get /v1/events'],
  ])
})
