import { expect, test } from 'vitest'
import { toPositional } from './named-values.ts'

test('each name becomes a position', () => {
  const statement = toPositional('SELECT :b::int, :a WHERE x = :b', { a: 'one', b: 2 })

  expect(statement).toEqual({ text: 'SELECT $1::int, $2 WHERE x = $1', values: [2, 'one'] })
})

test('texts become storable, also in lists', () => {
  const { values } = toPositional('SELECT :text, :list', { text: 'a\0', list: ['\ud800', null] })

  expect(values).toEqual(['a\ufffd', ['\ufffd', null]])
})

test('the error for a missing value has its name', () => {
  expect(() => toPositional('SELECT :page', {})).toThrow('Expected a value for :page')
})
