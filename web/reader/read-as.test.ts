import { expect, test } from 'vitest'
import type { PageWithWords } from '../../functions/shared/http/api.ts'
import { readAs } from './read-as.ts'

test('what was read is told for words that have kept their boxes', () => {
  const word = (text: string, left: number): PageWithWords['words'][number] => ({
    ...{ text, confidence: 90, box: [left, 0, 9, 9] },
  })
  const page = {
    words: [word('the', 0), word('cat', 5)],
    recognized: [word('teh', 0), word('c', 4), word('at', 6)],
  }

  expect([readAs(page, 0), readAs(page, 1), readAs(page, 2)]).toEqual(['teh', undefined, undefined])
})
