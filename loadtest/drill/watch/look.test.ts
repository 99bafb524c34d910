import { expect, test } from 'vitest'
import { createLook } from './look.ts'

/** Numbered connections, and the numbers of those disconnected. */
function connections() {
  let count = 0
  const left: number[] = []
  const connect = async () => {
    count += 1
    const number = count
    return { number, disconnect: async () => void left.push(number) }
  }
  return { connect, left }
}

test('concurrent looks share a connection', async () => {
  const { connect } = connections()
  const { look } = createLook(connect)

  const seen = await Promise.all([1, 2].map(() => look(async ({ number }) => number)))

  expect(seen).toEqual([1, 1])
})

test('a failed look is null, and the next one uses a new connection', async () => {
  const { connect, left } = connections()
  const { look } = createLook(connect)

  const failed = await look(() => Promise.reject(new Error('away')))

  expect([failed, await look(async ({ number }) => number), left]).toEqual([null, 2, [1]])
})

test('a late failure does not close the new connection', async () => {
  const { connect, left } = connections()
  const { look } = createLook(connect)
  const late = Promise.withResolvers<never>()
  const failing = look(() => late.promise)
  await look(() => Promise.reject(new Error('away')))
  await look(async () => {})

  late.reject(new Error('away as well'))
  await failing

  expect(await look(async ({ number }) => number)).toBe(2)
  expect(left).not.toContain(2)
})

test('a failed connection is null, and is retried', async () => {
  const { connect } = connections()
  let isAway = true
  const { look } = createLook(() => (isAway ? Promise.reject(new Error('away')) : connect()))

  const failed = await look(async ({ number }) => number)
  isAway = false

  expect([failed, await look(async ({ number }) => number)]).toEqual([null, 1])
})
