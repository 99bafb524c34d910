import { expect, test } from 'vitest'
import { reasonOf } from './runtime-process.ts'

test.each([
  ['a message', '{"level":40,"msg":"checked"}\nCannot use it\n', 'Cannot use it'],
  [
    'an uncaught error',
    'node:fs:1\n  throw e\n  ^\n\nError: no file\n    at main.ts:1 {\n  code: 1\n}\n\nNode.js v24.0.0\n',
    'Error: no file',
  ],
  ['the last log line, if there is nothing else', '{"msg":"a"}\n{"msg":"b"}\n', '{"msg":"b"}'],
  ['the lack of output', '', 'no output'],
])('the reason of an end is %s', (_, output, expected) => {
  expect(reasonOf(output)).toBe(expected)
})
