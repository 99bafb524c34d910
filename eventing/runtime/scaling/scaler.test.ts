import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { ScalePolicy } from './autoscaler.ts'
import { startScaler } from './scaler.ts'

const logger = pino({ level: 'silent' })
const policy: ScalePolicy = {
  ...{ target: 1, minScale: 0, maxScale: 8, initialScale: 1, activationScale: 1 },
  ...{ stableWindowMs: 6000, panicWindowMs: 1000, panicThreshold: 2 },
  ...{ maxScaleUpRate: 1000, maxScaleDownRate: 2 },
  ...{ scaleDownDelayMs: 0, scaleToZeroRetentionMs: 0 },
}

/** A service whose replicas are ready at once unless said otherwise, and a clock that is set by hand. */
function scaled(changes: Partial<ScalePolicy> = {}) {
  let notReady = 0
  let nowMs = 0
  let wanted = 0
  let wakes = 0
  let tick: { ms: number; action: () => void } | null = null
  const scaler = startScaler({
    policy: { ...policy, ...changes },
    pool: { stats: () => ({ ready: wanted - notReady, inFlight: 0, waiting: 0 }) },
    supervisor: {
      wanted: () => wanted,
      scaleTo(replicas) {
        wanted = replicas
      },
    },
    onWake: () => {
      wakes += 1
    },
    logger: logger,
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

test('it begins with initial-scale', () => {
  const { wanted } = scaled({ initialScale: 3 })

  expect(wanted()).toBe(3)
})

test('initial-scale is kept until it was reached once', () => {
  const { pass, starting, wanted } = scaled({ initialScale: 3 })

  starting(1)
  pass(3)
  const whileStarting = wanted()
  starting(0)
  pass(0.5)

  expect([whileStarting, wanted()]).toEqual([3, 1])
})

test('without requests it goes to zero after the window, and decides nothing any more', () => {
  const { pass, wanted, ticks } = scaled()

  pass(5.5)
  const before = wanted()
  pass(0.75)

  expect([before, wanted(), ticks()]).toEqual([1, 0, false])
})

test('the first request starts a replica at once', () => {
  const { scaler, pass, wanted, wakes, ticks } = scaled()
  pass(7)

  scaler.request()

  expect([wanted(), wakes(), ticks()]).toEqual([1, 1, true])
})

test('a request that finds one awake wakes nobody', () => {
  const { scaler, wakes } = scaled()

  scaler.request()

  expect(wakes()).toBe(0)
})

test('the first request starts as many as activation-scale, at most max-scale', () => {
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

test('woken beforehand, it has its replica, and sleeps again by itself', () => {
  const { scaler, pass, wanted, wakes } = scaled()
  pass(7)

  scaler.wake()
  const woken = wanted()
  scaler.wake()
  pass(6.25)

  expect([woken, wakes(), wanted()]).toEqual([1, 1, 0])
})

test('it follows the requests, and ends with them', () => {
  const { scaler, pass, wanted } = scaled()

  const answered = Array.from({ length: 5 }, () => scaler.request())
  pass(1)
  const busy = wanted()
  for (const done of answered) done()
  pass(14)

  expect([busy, wanted()]).toEqual([5, 0])
})

test('with as few as many there is nothing to decide', () => {
  const { ticks, wanted } = scaled({ minScale: 2, maxScale: 2, initialScale: 2 })

  expect([wanted(), ticks()]).toEqual([2, false])
})

test('once stopped it starts nothing any more', () => {
  const { scaler, pass, wanted, ticks } = scaled()
  pass(7)

  scaler.stop()
  scaler.request()

  expect([wanted(), ticks()]).toEqual([0, false])
})
