import { expect, test } from 'vitest'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Hit } from '../plan.ts'
import type { Fault } from './fault.ts'
import { createInjector } from './injector.ts'

const short: Hit = { kind: 'kill', variant: 'ocr', place: 1, lastsMs: 0 }

/** A fault that hits process 7; its end is up to the test. */
function held() {
  const ending = Promise.withResolvers<void>()
  const fault: Fault = { start: async () => [7], end: () => ending.promise }
  return { fault, end: ending.resolve }
}

test('a fault is reported with the pids hit, and recorded with its window', async () => {
  const reported: unknown[] = []
  const injector = createInjector((what, pids) => reported.push([what, pids]))
  const { fault, end } = held()
  end()

  await injector.inject(short, fault)

  const [window] = injector.windows
  expect(reported).toEqual([[short, [7]]])
  expect(window).toMatchObject({ ...short, pids: [7] })
  expect(window?.to).toBeGreaterThanOrEqual(window?.from ?? Number.NaN)
})

test('with two concurrent faults the system is faulty until both are over', async () => {
  const injector = createInjector(() => {})
  const [first, second] = [held(), held()]
  const both = [injector.inject(short, first.fault), injector.inject(short, second.fault)]
  await Promise.resolve()

  const seen = [injector.isFaulty()]
  first.end()
  await both[0]
  seen.push(injector.isFaulty())
  second.end()
  await both[1]
  seen.push(injector.isFaulty())

  expect(seen).toEqual([true, true, false])
})

test('a fault that cannot start is ended, and the error is passed on', async () => {
  const injector = createInjector(() => {})
  let ends = 0
  const fault: Fault = {
    start: async () => {
      throw new Error('no target')
    },
    end: async () => {
      ends += 1
    },
  }

  await expect(injector.inject(short, fault)).rejects.toThrow('no target')

  expect([ends, injector.isFaulty()]).toEqual([1, false])
})

test('active faults can be ended from outside', async () => {
  const injector = createInjector(() => {})
  let ends = 0
  const fault: Fault = {
    start: async () => [],
    end: async () => {
      ends += 1
    },
  }
  const injected = injector.inject({ ...short, lastsMs: 50 }, fault)

  await injector.end()
  const endsFromOutside = ends
  await injected

  expect(endsFromOutside).toBe(1)
})

test('a window starts when the target is hit, not while it is looked up', async () => {
  const found = Promise.withResolvers<number[]>()
  const injector = createInjector(() => {})
  const fault: Fault = { start: () => found.promise, end: async () => {} }
  const injected = injector.inject(short, fault)

  const whileItLooks = [injector.isFaulty(), injector.windows.length]
  const foundAt = monotonicMs()
  found.resolve([7])
  await injected

  expect(whileItLooks).toEqual([false, 0])
  expect(injector.windows[0]?.from).toBeGreaterThanOrEqual(foundAt)
})
