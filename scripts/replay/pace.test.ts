import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

/** A pace of two pages per second with a fake clock; `waited` is the wait of each turn. */
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

test('a turn waits in proportion to the pages sent', async () => {
  const { pace, waited } = setUp()

  await pace.turn()
  pace.took(1)
  await pace.turn()
  pace.took(3)
  await pace.turn()

  expect(waited).toEqual([500, 1500])
})

test('time spent sending reduces the wait', async () => {
  const { pace, waited, clock } = setUp()

  pace.took(1)
  clock.ms += 400
  await pace.turn()

  expect(waited).toEqual([100])
})

test('unused time is not made up for', async () => {
  const { pace, waited, clock } = setUp()

  pace.took(1)
  clock.ms += 60_000
  await pace.turn()
  pace.took(1)
  await pace.turn()

  expect(waited).toEqual([500])
})

test('without sent pages there is no wait', async () => {
  const { pace, waited } = setUp()

  pace.took(0)
  await pace.turn()

  expect(waited).toEqual([])
})
