import { expect, test } from 'vitest'
import { textOf, toApiProblem } from './api-problem.ts'

test('a problem document gives its code and its detail', () => {
  const body = '{"title":"Content Too Large","status":413,"detail":"Too big","code":"too-large"}'

  const problem = toApiProblem(413, body)

  expect(problem).toMatchObject({ status: 413, code: 'too-large', message: 'Too big' })
})

test.each(['<html>Bad Gateway</html>', 'null', '7', '', '{"detail":5}'])(
  'a body that is not a problem document (%s) gives a generic message',
  (body) => {
    const problem = toApiProblem(502, body)

    expect(problem).toMatchObject({ code: 'http', message: 'The server answered 502' })
  },
)

test.each([
  ['{"title":"Internal Server Error","status":500,"detail":"Out of memory"}', 'Out of memory'],
  ['{"title":"Internal Server Error","status":500,"deta', undefined],
  ['upstream connect error', undefined],
])('the text of the body %s is its detail, or the body', (body, detail) => {
  expect(textOf(body)).toBe(detail ?? body)
})
