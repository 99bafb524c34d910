import { expect, test } from 'vitest'
import { faultKinds, faultVariants, inBursts, planFaults } from './plan.ts'

const options = {
  seed: '1',
  kinds: faultKinds,
  count: 40,
  maxStopMs: 5000,
  deliveryTimeoutMs: 3000,
  gapMs: [100, 500] as [number, number],
}

test('a seed is a plan', () => {
  expect(planFaults(options)).toEqual(planFaults(options))
  expect(planFaults(options)).not.toEqual(planFaults({ ...options, seed: '2' }))
})

test('every variant comes before one comes again', () => {
  const all = faultKinds.flatMap((kind) => faultVariants[kind].map((name) => `${kind} ${name}`))

  const steps = planFaults({ ...options, count: all.length })

  expect(steps.map(({ kind, variant }) => `${kind} ${variant}`).sort()).toEqual(all.sort())
})

test('one fault has ended before the next one begins', () => {
  const steps = planFaults(options)

  const gaps = steps.map(({ atMs }, index) => {
    const before = steps[index - 1]
    return atMs - (before ? before.atMs + before.lastsMs : 0)
  })
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
})

test('in bursts every fault comes in its turn, each burst beginning anew', () => {
  const steps = planFaults(options)

  const bursts = inBursts(steps, 7)

  expect(bursts.flat().map(({ kind, variant, lastsMs }) => [kind, variant, lastsMs])).toEqual(
    steps.map(({ kind, variant, lastsMs }) => [kind, variant, lastsMs]),
  )
  for (const [first] of bursts) expect(first?.atMs).toBeLessThanOrEqual(options.gapMs[1])
})
