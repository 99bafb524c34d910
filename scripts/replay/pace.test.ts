import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

/** A pace of two pages a second by a clock of its own; `waited` is how long each turn took. */
function setUp() {
  const clock = { ms: 1000 }
  const waited: number[] = []
  const pace = createPace({
    rate: 2,
    nowMs: () => clock.ms,
    pause: async (ms) => {
      waited.push(ms)
      clock.ms += ms
    },
  })
  return { clock, waited, pace }
}

test('a turn waits for as long as what was sent takes', async () => {
  const { pace, waited } = setUp()

  await pace.turn()
  pace.took(1)
  await pace.turn()
  pace.took(3)
  await pace.turn()

  expect(waited).toEqual([500, 1500])
})

test('the time that sending took is not waited for once more', async () => {
  const { pace, waited, clock } = setUp()

  pace.took(1)
  clock.ms += 400
  await pace.turn()

  expect(waited).toEqual([100])
})

test('what was not sent in time is not made up for', async () => {
  const { pace, waited, clock } = setUp()

  pace.took(1)
  clock.ms += 60_000
  await pace.turn()
  pace.took(1)
  await pace.turn()

  expect(waited).toEqual([500])
})

test('where nothing was sent nothing is waited for', async () => {
  const { pace, waited } = setUp()

  pace.took(0)
  await pace.turn()

  expect(waited).toEqual([])
})
