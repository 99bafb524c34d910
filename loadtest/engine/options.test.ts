import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('without arguments each engine reads the pictures as the function does', () => {
  expect(readOptions([])).toEqual({
    engines: [
      { engine: 'libtesseract', model: null },
      { engine: 'tesseract.js', model: null },
      { engine: 'command', model: null },
    ],
    looks: [true],
    ...{ cold: 20, memory: 0, largest: false, turned: false, guard: false, seed: 1 },
  })
})

test('an engine can use npm’s model, with and without second looks', () => {
  const args = ['--engines', 'tesseract.js,tesseract.js@npm', '--looks', 'both', '--cold', '0', 'a']

  expect(readOptions(args)).toMatchObject({
    ...{ pictures: 'a', cold: 0, looks: [false, true] },
    engines: [
      { engine: 'tesseract.js', model: null },
      { engine: 'tesseract.js', model: 'npm' },
    ],
  })
})

test('the guard’s engines use the models that they have in production', () => {
  expect(readOptions(['--guard', '--seed', '7'])).toMatchObject({
    ...{ guard: true, seed: 7 },
    engines: [
      { engine: 'libtesseract', model: null },
      { engine: 'tesseract.js', model: 'npm' },
    ],
  })
})

test.each([
  [['--turned'], 0],
  [['--turned', '--cold', '3'], 3],
  [[], 20],
])('%j has %i cold starts', (args, times) => {
  expect(readOptions(args).cold).toBe(times)
})

test.each([
  [['--engines', 'tesseract']],
  [['--engines', 'tesseract.js@best']],
  [['--looks', 'some']],
  [['--count', '0']],
  [['--cold', 'many']],
  [['--seed', 'x']],
])('%j is rejected', (args) => {
  expect(() => readOptions(args)).toThrow()
})
