import { expect, test } from 'vitest'
import { createRefusals, type Refusal } from './refusals.ts'

const refusal = (name: string, title: string): Refusal => ({
  ...{ key: name, name, code: null, upload: null },
  fault: { title, detail: '' },
})

test('one line says how many files were not taken, and why, the most frequent reason first', () => {
  const refusals = createRefusals()

  refusals.add([refusal('a', 'empty'), refusal('b', 'hidden')])
  const two = refusals.summary.value
  refusals.add([refusal('c', 'hidden')])

  expect(two).toBe('2 files were not taken: 1 empty, 1 hidden')
  expect(refusals.summary.value).toBe('3 files were not taken: 2 hidden, 1 empty')
})

test('a refusal that was seen to is not counted', () => {
  const refusals = createRefusals()
  const seen = refusal('a', 'empty')
  refusals.add([seen, refusal('b', 'hidden')])

  refusals.remove(seen)

  expect(refusals.summary.value).toBe('1 file was not taken: 1 hidden')
})
