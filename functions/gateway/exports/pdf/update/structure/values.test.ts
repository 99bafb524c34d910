import { expect, test } from 'vitest'
import { createValueReader, StructureError } from './values.ts'

test.each(['1 ', '[]', '<<>>', '1 0 R '])('an object has at most 200,000 values %s', (value) => {
  const read = (count: number) => createValueReader(`[${value.repeat(count)}]\n`).value()

  expect(read(199_999)).toMatchObject({ kind: 'array' })
  expect(() => read(200_000)).toThrow(new StructureError('Too many values'))
})
