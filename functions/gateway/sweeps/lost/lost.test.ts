import { expect, test } from 'vitest'
import { createLogger } from '../../../shared/process/logger.ts'
import { openGateway } from '../../gateway.fixture.ts'
import { createLostSweep } from './lost.ts'

const afterMs = 900_000
const { signal: running } = new AbortController()

function openWithSweep() {
  const gateway = openGateway()
  const { store } = gateway
  let nowMs = 0
  let isDrained = false
  const createSweep = () =>
    createLostSweep({
      ...{ store, afterMs, now: () => nowMs, logger: createLogger('gateway', 'silent') },
      isLogDrained: async () => isDrained,
    })
  return {
    ...gateway,
    createSweep,
    advance: (ms: number) => {
      nowMs += ms
    },
    drainLog: () => {
      isDrained = true
    },
    tryOf: async (id: string) => (await store.document(id))?.pages[0]?.try,
  }
}

test('a page is lost if a page appended fifteen minutes later has ended', async () => {
  const { createSweep, advance, submit, finish, store, tryOf } = openWithSweep()
  const sweep = createSweep()
  const lost = await submit()
  await sweep(running)
  advance(afterMs)
  await sweep(running)
  const later = await submit()
  advance(afterMs / 10)
  await sweep(running)
  const before = await tryOf(lost)

  await finish(later)
  advance(afterMs / 10)
  await sweep(running)

  expect([before, await tryOf(lost)]).toEqual([1, 2])
  expect(await store.unappendedPages(lost)).toEqual([{ page: 1, try: 2 }])
})

test('a page is not lost if only a page appended shortly after it has ended', async () => {
  const { createSweep, advance, submit, finish, tryOf } = openWithSweep()
  const sweep = createSweep()
  const waiting = await submit()
  await sweep(running)
  advance(afterMs - 1)
  await sweep(running)
  const soon = await submit()
  advance(afterMs * 10)
  await sweep(running)

  await finish(soon)
  advance(afterMs)
  await sweep(running)

  expect(await tryOf(waiting)).toBe(1)
})

test('a restarted gateway finds a lost page after fifteen minutes', async () => {
  const { createSweep, advance, submit, finish, tryOf } = openWithSweep()
  const lost = await submit()
  advance(afterMs * 10)
  const sweep = createSweep()
  await finish(await submit())

  await sweep(running)
  const early = await tryOf(lost)
  advance(afterMs)
  await sweep(running)
  await finish(await submit())
  advance(afterMs / 10)
  await sweep(running)

  expect([early, await tryOf(lost)]).toEqual([1, 2])
})

test('a page lost at each try fails', async () => {
  const { createSweep, advance, submit, finish, store } = openWithSweep()
  const sweep = createSweep()
  const lost = await submit()

  for (let round = 1; round <= 4; round += 1) {
    await store.markAppended(lost, [{ page: 1, try: round }])
    advance(afterMs)
    await sweep(running)
    advance(afterMs)
    await sweep(running)
    await finish(await submit())
    advance(afterMs / 10)
    await sweep(running)
  }

  const document = await store.document(lost)
  expect(document).toMatchObject({ status: 'failed', pages: [{ try: 4, error: { code: 'lost' } }] })
})

test('a page is lost if the log has no work left fifteen minutes after its append', async () => {
  const { createSweep, advance, drainLog, submit, tryOf } = openWithSweep()
  const sweep = createSweep()
  const lost = await submit()
  await sweep(running)
  advance(afterMs)
  await sweep(running)
  const waiting = await submit()
  const before = await tryOf(lost)

  drainLog()
  advance(afterMs / 10)
  await sweep(running)

  expect([before, await tryOf(lost), await tryOf(waiting)]).toEqual([1, 2, 1])
})
