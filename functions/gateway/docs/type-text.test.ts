import { describe, expect, test } from 'vitest'
import type { OpenApi, Schema } from './open-api.ts'
import { constraintsOf, fieldsOf, typeText } from './type-text.ts'

const page: Schema = {
  type: 'object',
  required: ['page'],
  properties: { page: { type: 'integer' } },
}
const api: OpenApi = {
  info: { title: 'T', version: '1' },
  paths: {},
  components: { schemas: { Page: page } },
}
const ref = { $ref: '#/components/schemas/Page' }

test.each<[Schema, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'binary' }, 'bytes'],
  [ref, 'Page'],
  [{ type: 'array', items: ref }, 'Page[]'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ anyOf: [ref, { type: 'null' }] }, 'Page | null'],
  [{ type: 'string', enum: ['done', 'failed'] }, '"done" | "failed"'],
  [{ type: 'array', items: { enum: [1, 2] } }, '(1 | 2)[]'],
  [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }] }, '[number, string]'],
  [{}, 'any'],
])('%j reads as %s', (schema, text) => {
  expect(typeText(schema)).toBe(text)
})

test('constraints are written in words, without the bounds of safe integers', () => {
  expect(constraintsOf({ type: 'integer', minimum: 1, maximum: 1000, default: 50 })).toEqual([
    '1 to 1000',
    '50 if left out',
  ])
  expect(
    constraintsOf({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  ).toEqual([])
  expect(constraintsOf({ type: 'string', format: 'uuid', maxLength: 36 })).toEqual([
    'uuid',
    'at most 36 characters',
  ])
})

describe('fields', () => {
  const names = (schema: Schema) => fieldsOf(api, schema).map(({ name }) => name)

  test.each<[string, Schema]>([
    ['a reference', ref],
    ['an array', { type: 'array', items: ref }],
    ['a choice', { anyOf: [ref, { type: 'null' }] }],
  ])('of %s are those of its parts', (_, schema) => {
    expect(names(schema)).toEqual(['page'])
  })

  test('of a value are none', () => {
    expect(names({ type: 'string' })).toEqual([])
  })
})
