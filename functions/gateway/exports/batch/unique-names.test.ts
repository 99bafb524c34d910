import { expect, onTestFinished, test, vi } from 'vitest'
import { createUniqueNames } from './unique-names.ts'

test.each([
  ['other case', ['a.txt', 'A.txt', 'a.TXT'], ['a.txt', 'A-2.txt', 'a-3.TXT']],
  [
    'the same letters, composed or not',
    ['\u00fc.txt', 'u\u0308.txt'],
    ['\u00fc.txt', 'u\u0308-2.txt'],
  ],
  [
    'a name that another one was given',
    ['a.txt', 'a.txt', 'a-2.txt', 'a.txt'],
    ['a.txt', 'a-2.txt', 'a-2-2.txt', 'a-3.txt'],
  ],
  ['a line separator', ['a\u2028b.txt', 'a\u2028b.txt'], ['a\u2028b.txt', 'a\u2028b-2.txt']],
])('names are unique: %s', (_, names, expected) => {
  expect(names.map(createUniqueNames())).toEqual(expected)
})

test('each of many equal names is compared a few times', () => {
  const compared = vi.spyOn(String.prototype, 'normalize')
  onTestFinished(() => compared.mockRestore())
  const uniqueName = createUniqueNames()

  for (let name = 0; name < 1000; name += 1) uniqueName('image.pdf')

  expect(compared.mock.calls.length).toBeLessThan(10_000)
})
