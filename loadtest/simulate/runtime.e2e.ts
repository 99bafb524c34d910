import { expect, test } from 'vitest'
import { percentile } from '../figures/percentile.ts'
import { runBoth } from './compare.ts'

test('a burst after a quiet time takes the simulation as long as the local runtime', async () => {
  const load = Array.from({ length: 60 }, (_, index) => ({
    atMs: index === 0 ? 0 : 2000,
    sleepMs: 200 + 10 * (index % 20),
  }))

  const { real, simulated } = await runBoth(load, 4)

  expect([real.mostReplicas, simulated.mostReplicas]).toEqual([4, 4])
  expect(simulated.waitsMs).toHaveLength(60)
  // The real one may be slower by what else the machine does.
  const ratios = [0.5, 0.95].map((share) => {
    return percentile(real.waitsMs, share) / percentile(simulated.waitsMs, share)
  })
  for (const ratio of ratios) {
    expect(ratio).toBeGreaterThan(0.6)
    expect(ratio).toBeLessThan(4)
  }
})
