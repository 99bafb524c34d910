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

test('the line stays open while its only file is tried again, and closes when that was taken', () => {
  const refusals = createRefusals()
  const [first, again] = [refusal('a', 'with a password'), refusal('a', 'with a password')]
  refusals.add([first])
  refusals.isOpen.value = true

  refusals.remove(first)
  refusals.ended('another')
  refusals.add([again])
  const afterRefusal = refusals.isOpen.value
  refusals.remove(again)
  const whileSent = refusals.isOpen.value
  refusals.ended('a')

  expect([afterRefusal, whileSent, refusals.isOpen.value]).toEqual([true, true, false])
})

test('the line stays open after a retry if other files are refused', () => {
  const refusals = createRefusals()
  const retried = refusal('a', 'with a password')
  refusals.add([retried, refusal('b', 'empty')])
  refusals.isOpen.value = true

  refusals.remove(retried)
  refusals.ended('a')

  expect(refusals.isOpen.value).toBe(true)
})
