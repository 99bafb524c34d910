import { expect, test } from 'vitest'
import { toPositional } from './named-values.ts'

test('names become positions, each name one', () => {
  const statement = toPositional('SELECT :b::int, :a WHERE x = :b', { a: 'one', b: 2 })

  expect(statement).toEqual({ text: 'SELECT $1::int, $2 WHERE x = $1', values: [2, 'one'] })
})

test('texts become what can be stored, in lists as well', () => {
  const { values } = toPositional('SELECT :text, :list', { text: 'a\0', list: ['\ud800', null] })

  expect(values).toEqual(['a\ufffd', ['\ufffd', null]])
})

test('a value that is missing is named', () => {
  expect(() => toPositional('SELECT :page', {})).toThrow('Expected a value for :page')
})
