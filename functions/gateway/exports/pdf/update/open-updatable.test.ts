import { expect, test } from 'vitest'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { openUpdatable } from './open-updatable.ts'
import { originalOf } from './original.fixture.ts'
import { writers } from './structures.fixture.ts'

const original = originalOf(writers['a table'](exampleObjects()))

test.each([
  [1000, true],
  [2000, false],
])('pages that take %i ms of CPU time each are found within 10 s: %s', async (eachMs, isFound) => {
  let cpuMs = 0
  const clock = () => {
    cpuMs += eachMs
    return cpuMs
  }

  const outcome = await openUpdatable(original, examplePages.length, clock).then(
    () => 'found',
    ({ status, code }) => [status, code],
  )

  expect(outcome).toEqual(isFound ? 'found' : [409, 'unsupported-pdf'])
})
