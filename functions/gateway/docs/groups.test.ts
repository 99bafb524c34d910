import { expect, test } from 'vitest'
import { toGroups } from './groups.ts'
import type { OpenApi } from './open-api.ts'

const info = { title: 'T', version: '1' }

test('operations without a tag are grouped by their path', () => {
  const api: OpenApi = {
    info,
    paths: {
      '/v1/documents': { get: {}, post: {} },
      '/v1/events': { get: {} },
      '/v1/documents/{id}/text': { get: {} },
    },
  }

  const groups = toGroups(api).map(({ name, endpoints }) => [name, endpoints.length])

  expect(groups).toEqual([
    ['Documents', 3],
    ['Events', 1],
  ])
})

test('a tag names its group, and parameters of a path apply to each of its operations', () => {
  const api: OpenApi = {
    info,
    tags: [{ name: 'Reading', description: 'All about it' }],
    paths: {
      '/v1/a/{id}': {
        parameters: [{ $ref: '#/components/parameters/Id' }],
        get: { tags: ['Reading'] },
      },
    },
    components: { parameters: { Id: { name: 'id', in: 'path', required: true } } },
  }

  const [group] = toGroups(api)

  expect(group).toMatchObject({ name: 'Reading', description: 'All about it' })
  expect(group?.endpoints[0]?.parameters.map(({ name }) => name)).toEqual(['id'])
})

test('every operation has an anchor of its own', () => {
  const api: OpenApi = {
    info,
    paths: { '/v1/a': { get: {}, post: {} }, '/v1/a/{id}': { get: {} } },
  }

  const ids = toGroups(api).flatMap(({ endpoints }) => endpoints.map(({ id }) => id))

  expect(new Set(ids).size).toBe(3)
})
