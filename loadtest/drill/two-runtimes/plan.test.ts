import { expect, test } from 'vitest'
import { kinds, planActs, targets } from './plan.ts'

const options = { seed: '1', kinds, singles: 18, pairs: 40, longestMs: 30_000 }

test('a seed is a plan', () => {
  expect(planActs(options)).toEqual(planActs(options))
  expect(planActs(options)).not.toEqual(planActs({ ...options, seed: '2' }))
})

test('every target of every kind is hit before one is hit again', () => {
  const all = kinds.flatMap((kind) => targets[kind].map((name) => `${kind} ${name}`))

  const { singles } = planActs({ ...options, singles: all.length })

  const hits = singles.flat().map(({ kind, variant }) => `${kind} ${variant}`)
  expect(hits.sort()).toEqual(all.sort())
})

test('processes are held for as long as asked, and half of it where two faults overlap', () => {
  const { singles, pairs } = planActs(options)
  const stops = (acts: typeof singles) =>
    new Set(acts.flatMap((act) => act.flatMap((hit) => (hit.kind === 'stop' ? hit.lastsMs : []))))

  expect([...stops(singles)]).toEqual([30_000])
  expect([...stops(pairs)]).toEqual([15_000])
})

test('two faults at once never hit the same', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => planActs({ ...options, seed: `${seed}` }))

  const hit = seeds.flatMap(({ pairs }) =>
    pairs.map((act) => act.map(({ variant, place }) => `${variant} ${place}`)),
  )

  expect(hit.filter(([first, second]) => first === second)).toEqual([])
  expect(hit.filter(([, second]) => second !== undefined).length).toBeGreaterThan(700)
})

test('nor a runtime and what runs in it', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => planActs({ ...options, seed: `${seed}` }))
  const pairs = seeds.flatMap((plan) => plan.pairs)

  const ofOneRuntime = pairs.filter(
    ([a, b]) =>
      [a, b].some((hit) => hit?.variant === 'runtime') &&
      ![a, b].some((hit) => hit?.variant === 'broker' || hit?.variant === 'postgres'),
  )

  expect(ofOneRuntime.length).toBeGreaterThan(50)
  expect(ofOneRuntime.filter(([a, b]) => a?.place === b?.place)).toEqual([])
})
