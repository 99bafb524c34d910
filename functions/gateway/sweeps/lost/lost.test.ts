import { expect, test } from 'vitest'
import { createLogger } from '../../../shared/process/logger.ts'
import { openGateway } from '../../gateway.fixture.ts'
import { createLostSweep } from './lost.ts'

const afterMs = 900_000
const { signal: running } = new AbortController()

function openLosing() {
  const gateway = openGateway()
  const { store } = gateway
  let nowMs = 0
  let finished = false
  const createSweep = () =>
    createLostSweep({
      ...{ store, afterMs, now: () => nowMs, logger: createLogger('gateway', 'silent') },
      isLogDrained: async () => finished,
    })
  return {
    ...gateway,
    createSweep,
    pass: (ms: number) => {
      nowMs += ms
    },
    finishLog: () => {
      finished = true
    },
    tryOf: async (id: string) => (await store.document(id))?.pages[0]?.try,
  }
}

test('a page is lost when one that was appended fifteen minutes later has ended', async () => {
  const { createSweep, pass, submit, finish, store, tryOf } = openLosing()
  const sweep = createSweep()
  const lost = await submit()
  await sweep(running)
  pass(afterMs)
  await sweep(running)
  const later = await submit()
  pass(afterMs / 10)
  await sweep(running)
  const before = await tryOf(lost)

  await finish(later)
  pass(afterMs / 10)
  await sweep(running)

  expect([before, await tryOf(lost)]).toEqual([1, 2])
  expect(await store.unappendedPages(lost)).toEqual([{ page: 1, try: 2 }])
})

test('a page is not lost by one that was appended soon after it, however long that is ago', async () => {
  const { createSweep, pass, submit, finish, tryOf } = openLosing()
  const sweep = createSweep()
  const waiting = await submit()
  await sweep(running)
  pass(afterMs - 1)
  await sweep(running)
  const soon = await submit()
  pass(afterMs * 10)
  await sweep(running)

  await finish(soon)
  pass(afterMs)
  await sweep(running)

  expect(await tryOf(waiting)).toBe(1)
})

test('a gateway that starts begins anew', async () => {
  const { createSweep, pass, submit, finish, tryOf } = openLosing()
  const lost = await submit()
  pass(afterMs * 10)
  const sweep = createSweep()
  await finish(await submit())

  await sweep(running)
  const early = await tryOf(lost)
  pass(afterMs)
  await sweep(running)
  await finish(await submit())
  pass(afterMs / 10)
  await sweep(running)

  expect([early, await tryOf(lost)]).toEqual([1, 2])
})

test('one that is lost each time fails in the end', async () => {
  const { createSweep, pass, submit, finish, store } = openLosing()
  const sweep = createSweep()
  const lost = await submit()

  for (let round = 1; round <= 4; round += 1) {
    await store.markAppended(lost, [{ page: 1, try: round }])
    pass(afterMs)
    await sweep(running)
    pass(afterMs)
    await sweep(running)
    await finish(await submit())
    pass(afterMs / 10)
    await sweep(running)
  }

  const document = await store.document(lost)
  expect(document).toMatchObject({ status: 'failed', pages: [{ try: 4, error: { code: 'lost' } }] })
})

test('a page is lost when the log has nothing left fifteen minutes after it came there', async () => {
  const { createSweep, pass, finishLog, submit, tryOf } = openLosing()
  const sweep = createSweep()
  const lost = await submit()
  await sweep(running)
  pass(afterMs)
  await sweep(running)
  const waiting = await submit()
  const before = await tryOf(lost)

  finishLog()
  pass(afterMs / 10)
  await sweep(running)

  expect([before, await tryOf(lost), await tryOf(waiting)]).toEqual([1, 2, 1])
})
