import { describe, expect, test } from 'vitest'
import type { ScalePolicy } from '../../pipeline/scale-policy.ts'
import { activated, decideScale, type ScaleInput, type ScaleState } from './autoscaler.ts'

/** Knative's defaults for a container concurrency of 10: https://knative.dev/docs/serving/autoscaling/ */
const policy: ScalePolicy = {
  target: 10,
  minScale: 0,
  maxScale: 1000,
  initialScale: 1,
  activationScale: 1,
  stableWindowMs: 60_000,
  panicWindowMs: 6000,
  panicThreshold: 2,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  scaleDownDelayMs: 0,
  scaleToZeroRetentionMs: 0,
}
const nowMs = 1_000_000
const old: ScaleState = activated(0)
const load = (concurrency: number, ready: number): ScaleInput => ({
  ...{ stableConcurrency: concurrency, panicConcurrency: concurrency, ready, nowMs },
})

describe('one decision', () => {
  test.each<[string, ScaleInput, Partial<ScalePolicy>, number]>([
    ['concurrency divided by the target', load(30, 3), {}, 3],
    ['rounded up', load(31, 3), {}, 4],
    ['the utilisation is in the target', load(30, 3), { target: 7 }, 5],
    ['no load, no replica', load(0, 1), {}, 0],
    ['a little load, one replica', load(0.001, 1), {}, 1],
    ['no more than max-scale', load(990, 50), { maxScale: 60 }, 60],
    ['no fewer than min-scale', load(0, 3), { minScale: 2 }, 2],
    ['min-scale with nothing ready', load(0, 0), { minScale: 2 }, 2],
    ['a scale-down at most halves', load(10, 9), {}, 4],
    ['a scale-up is limited by maxScaleUpRate', load(1000, 2), { maxScaleUpRate: 3 }, 6],
    ['from none like from one', load(1000, 0), { maxScaleUpRate: 3 }, 3],
    ['activation-scale with load', load(5, 0), { activationScale: 3 }, 3],
    ['activation-scale is no min-scale', load(0, 1), { activationScale: 3 }, 0],
    ['activation-scale is no min-scale with as many ready', load(0, 3), { activationScale: 3 }, 1],
    ['max-scale limits activation-scale', load(5, 0), { activationScale: 3, maxScale: 2 }, 2],
    ['an overload of a hundredth', load(10.1, 1), {}, 2],
    ['maxScaleDownRate applies in a panic', { ...load(0, 8), panicConcurrency: 160 }, {}, 16],
    ['the stable window applies', { ...load(30, 3), panicConcurrency: 20 }, {}, 3],
    [
      'the panic window does not apply without a panic',
      { ...load(30, 3), panicConcurrency: 50 },
      {},
      3,
    ],
    ['twice the ready replicas is a panic', { ...load(30, 3), panicConcurrency: 60 }, {}, 6],
    ['a panic with a higher stable window', { ...load(90, 3), panicConcurrency: 60 }, {}, 9],
    ['another threshold', { ...load(30, 3), panicConcurrency: 60 }, { panicThreshold: 2.1 }, 3],
  ])('%s', (_, input, changes, replicas) => {
    expect(decideScale(input, old, { ...policy, ...changes }).replicas).toBe(replicas)
  })
})

/** Decides for a series of loads: seconds and loads in, replicas out. */
function decideAll(changes: Partial<ScalePolicy>, steps: [atS: number, concurrency: number][]) {
  let state = activated(0)
  let ready = 1
  return steps.map(([atS, concurrency]) => {
    const input = { ...load(concurrency, ready), nowMs: atS * 1000 }
    const decided = decideScale(input, state, { ...policy, ...changes })
    state = decided.state
    ready = decided.replicas
    return ready
  })
}

describe('decisions in a row', () => {
  test('a panic never scales down, until the load was below the threshold for a stable window', () => {
    const replicas = decideAll({}, [
      ...([
        [0, 100],
        [10, 30],
        [60, 30],
      ] as [number, number][]),
      [61, 50],
    ])

    expect(replicas).toEqual([10, 10, 10, 5])
  })

  test('continued load extends a panic', () => {
    expect(
      decideAll({}, [
        [0, 40],
        [30, 90],
        [61, 40],
        [90, 40],
        [91, 40],
      ]),
    ).toEqual([4, 9, 9, 9, 4])
  })

  test('scale-down-delay: a scale-down waits until fewer replicas were wanted for its duration', () => {
    const replicas = decideAll({ scaleDownDelayMs: 30_000, panicThreshold: 9 }, [
      [0, 19],
      [10, 10],
      [29, 10],
      [31, 10],
    ])

    expect(replicas).toEqual([2, 2, 2, 1])
  })

  test('scale-down-delay: the most replicas wanted within its duration count', () => {
    const replicas = decideAll({ scaleDownDelayMs: 30_000, panicThreshold: 9 }, [
      [0, 19],
      [5, 40],
      [10, 29],
      [20, 10],
      [34, 10],
      [36, 10],
      [41, 10],
    ])

    expect(replicas).toEqual([2, 4, 4, 4, 4, 3, 2])
  })

  test('the last replica stays for a stable window after the first start', () => {
    expect(
      decideAll({}, [
        [1, 0],
        [59, 0],
        [60, 0],
      ]),
    ).toEqual([1, 1, 0])
  })

  test('the last replica stays for the retention after the end of activity', () => {
    const replicas = decideAll({ scaleToZeroRetentionMs: 20_000 }, [
      [100, 10],
      [101, 0],
      [120, 0],
      [121, 0],
    ])

    expect(replicas).toEqual([1, 1, 1, 0])
  })

  test('without any request the retention begins after the stable window', () => {
    const replicas = decideAll({ scaleToZeroRetentionMs: 20_000 }, [
      [1, 0],
      [60, 0],
      [79, 0],
      [80, 0],
    ])

    expect(replicas).toEqual([1, 1, 1, 0])
  })

  test('a retained replica that becomes active has a new stable window', () => {
    const replicas = decideAll({ scaleToZeroRetentionMs: 20_000 }, [
      [60, 0],
      [70, 5],
      [71, 0],
      [129, 0],
      [130, 0],
      [150, 0],
    ])

    expect(replicas).toEqual([1, 1, 1, 1, 1, 0])
  })

  test('scaling to zero halves the replicas in each step', () => {
    const replicas = decideAll({ activationScale: 3, panicThreshold: 100 }, [
      [0, 90],
      [61, 0],
      [62, 0],
      [63, 0],
      [64, 0],
    ])

    expect(replicas).toEqual([9, 4, 2, 1, 0])
  })

  test('a service scaled up from zero stays for a stable window again', () => {
    expect(
      decideAll({}, [
        [60, 0],
        [100, 5],
        [101, 0],
        [159, 0],
        [160, 0],
      ]),
    ).toEqual([0, 1, 1, 1, 0])
  })
})
