import { expect, test } from 'vitest'
import { SearchTooSlowError } from '../../store.ts'
import { createSearchTurns } from './search-turns.ts'

const never = new Promise<void>(() => {})

test('two searches run concurrently, and the third after one of them', async () => {
  const inTurn = createSearchTurns()
  const first = Promise.withResolvers<void>()
  const begun: number[] = []
  const run = (number: number, done: Promise<void>) =>
    inTurn(() => {
      begun.push(number)
      return done
    })

  const all = [run(1, first.promise), run(2, never), run(3, Promise.resolve())]
  await new Promise(setImmediate)
  const early = [...begun]
  first.resolve()
  await Promise.all([all[0], all[2]])

  expect(early).toEqual([1, 2])
  expect(begun).toEqual([1, 2, 3])
})

test('a search that waits for others beyond its timeout is too slow, and never begins', async () => {
  const inTurn = createSearchTurns({ timeoutMs: 20 })
  const first = Promise.withResolvers<void>()
  const begun: string[] = []
  void inTurn(() => first.promise)
  void inTurn(() => never)

  const late = inTurn(async () => begun.push('late'))

  await expect(late).rejects.toThrow(SearchTooSlowError)
  first.resolve()
  await inTurn(async () => begun.push('next'))
  expect(begun).toEqual(['next'])
})

test('a search gets its remaining time, and is too slow without any', async () => {
  const inTurn = createSearchTurns({ timeoutMs: 1000 })
  const none = createSearchTurns({ timeoutMs: 0 })

  const left = await inTurn(async (leftMs) => leftMs())

  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(1000)
  await expect(none(async (leftMs) => leftMs())).rejects.toThrow(SearchTooSlowError)
})
