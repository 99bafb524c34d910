import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { ScalePolicy } from '../../pipeline/scale-policy.ts'
import { startScaler } from './scaler.ts'

const logger = pino({ level: 'silent' })
const policy: ScalePolicy = {
  ...{ target: 1, minScale: 0, maxScale: 8, initialScale: 1, activationScale: 1 },
  ...{ stableWindowMs: 6000, panicWindowMs: 1000, panicThreshold: 2 },
  ...{ maxScaleUpRate: 1000, maxScaleDownRate: 2 },
  ...{ scaleDownDelayMs: 0, scaleToZeroRetentionMs: 0 },
}

/** A service whose replicas are ready immediately by default, with a manual clock. */
function scaled(changes: Partial<ScalePolicy> = {}) {
  let notReady = 0
  let nowMs = 0
  let wanted = 0
  let wakes = 0
  let tick: { ms: number; action: () => void } | null = null
  const scaler = startScaler({
    policy: { ...policy, ...changes },
    pool: { stats: () => ({ ready: wanted - notReady, busy: 0, inFlight: 0, waiting: 0 }) },
    supervisor: {
      wanted: () => wanted,
      scaleTo(replicas) {
        wanted = replicas
      },
    },
    onWake: () => {
      wakes += 1
    },
    logger,
    clock: () => nowMs,
    every(ms, action) {
      tick = { ms, action }
      return () => {
        tick = null
      }
    },
  })
  const pass = (seconds: number) => {
    for (const endMs = nowMs + seconds * 1000; nowMs < endMs; ) {
      nowMs += tick?.ms ?? 250
      tick?.action()
    }
  }
  const starting = (replicas: number) => {
    notReady = replicas
  }
  const seen = { wanted: () => wanted, wakes: () => wakes, ticks: () => tick !== null }
  return { scaler, pass, starting, ...seen }
}

test('a service starts with initial-scale', () => {
  const { wanted } = scaled({ initialScale: 3 })

  expect(wanted()).toBe(3)
})

test('initial-scale is the minimum until it was reached', () => {
  const { pass, starting, wanted } = scaled({ initialScale: 3 })

  starting(1)
  pass(3)
  const whileStarting = wanted()
  starting(0)
  pass(0.5)

  expect([whileStarting, wanted()]).toEqual([3, 1])
})

test('without requests it scales to zero after the window, and stops deciding', () => {
  const { pass, wanted, ticks } = scaled()

  pass(5.5)
  const before = wanted()
  pass(0.75)

  expect([before, wanted(), ticks()]).toEqual([1, 0, false])
})

test('the first request starts a replica immediately', () => {
  const { scaler, pass, wanted, wakes, ticks } = scaled()
  pass(7)

  scaler.request()

  expect([wanted(), wakes(), ticks()]).toEqual([1, 1, true])
})

test('a request to a running replica does not call onWake', () => {
  const { scaler, wakes } = scaled()

  scaler.request()

  expect(wakes()).toBe(0)
})

test('the first request starts activation-scale replicas, at most max-scale', () => {
  const [three, two] = [{ activationScale: 3 }, { activationScale: 3, maxScale: 2 }].map(
    (changes) => {
      const { scaler, pass, wanted } = scaled(changes)
      pass(7)
      scaler.request()
      return wanted()
    },
  )

  expect([three, two]).toEqual([3, 2])
})

test('wake starts a replica, which is scaled down again without requests', () => {
  const { scaler, pass, wanted, wakes } = scaled()
  pass(7)

  scaler.wake()
  const woken = wanted()
  scaler.wake()
  pass(6.25)

  expect([woken, wakes(), wanted()]).toEqual([1, 1, 0])
})

test('replicas follow the requests down to zero', () => {
  const { scaler, pass, wanted } = scaled()

  const answered = Array.from({ length: 5 }, () => scaler.request())
  pass(1)
  const busy = wanted()
  for (const done of answered) done()
  pass(14)

  expect([busy, wanted()]).toEqual([5, 0])
})

test('replicas are wanted until Knative would scale in: 2.5 s longer than by the window', () => {
  const { scaler, pass, wanted } = scaled()
  pass(7)
  const done = scaler.request()
  pass(8)

  done()
  pass(8)
  const before = wanted()
  pass(0.5)

  expect([before, wanted()]).toEqual([1, 0])
})

test('with min-scale equal to max-scale nothing is decided', () => {
  const { ticks, wanted } = scaled({ minScale: 2, maxScale: 2, initialScale: 2 })

  expect([wanted(), ticks()]).toEqual([2, false])
})

test('a stopped scaler starts no replica', () => {
  const { scaler, pass, wanted, ticks } = scaled()
  pass(7)

  scaler.stop()
  scaler.request()

  expect([wanted(), ticks()]).toEqual([0, false])
})
