import { describe, expect, test } from 'vitest'
import { endOf, type Plan, planOneRuntime, planTwoRuntimes, variantsOf } from './plan.ts'
import { type FaultKind, oneRuntime, type Topology, twoRuntimes } from './topology.ts'

const kindsOf = ({ faults }: Topology) => Object.keys(faults) as FaultKind[]
const allOf = (topology: Topology) =>
  variantsOf(topology, kindsOf(topology)).map(({ kind, variant }) => `${kind} ${variant}`)
const roundsOf = ({ parts }: Plan) => parts.flatMap(({ rounds }) => rounds)
const hitsOf = (plan: Plan) => roundsOf(plan).flatMap((round) => round.flatMap(({ hits }) => hits))
const namesOf = (plan: Plan) => hitsOf(plan).map(({ kind, variant }) => `${kind} ${variant}`)

const options = { seed: '1', pages: 10_000, overlaps: 0, longestMs: 30_000 }
const one = { ...options, kinds: kindsOf(oneRuntime), rounds: 0 }
const two = { ...options, kinds: kindsOf(twoRuntimes), rounds: 18, overlaps: 40 }

test('a seed determines the plan', () => {
  for (const plan of [planOneRuntime, planTwoRuntimes]) {
    const from = plan === planOneRuntime ? one : two

    expect(plan(from)).toEqual(plan(from))
    expect(plan(from)).not.toEqual(plan({ ...from, seed: '2' }))
  }
})

describe('of one runtime', () => {
  test('every variant occurs before any repeats', () => {
    const plan = planOneRuntime({ ...one, pages: 1 })

    expect(namesOf(plan).sort()).toEqual(allOf(oneRuntime).sort())
  })

  test('faults do not overlap, and each burst starts its own clock', () => {
    const rounds = roundsOf(planOneRuntime(one))

    const gaps = rounds.map((round) =>
      round.map(({ atMs }, index) => atMs - endOf(round.slice(0, index))),
    )
    expect(gaps).toHaveLength(5)
    expect(Math.min(...gaps.flat())).toBeGreaterThanOrEqual(500)
    expect(Math.max(...gaps.flat())).toBeLessThanOrEqual(5000)
  })

  test('there is a fault for every 250 pages', () => {
    expect(hitsOf(planOneRuntime(one))).toHaveLength(40)
  })

  test('each short round has faults of one kind, and the kinds alternate', () => {
    const rounds = roundsOf(planOneRuntime({ ...one, rounds: 8 }))

    const kinds = rounds.map((round) => [
      ...new Set(round.flatMap(({ hits }) => hits.map(({ kind }) => kind))),
    ])
    expect(kinds).toEqual([...one.kinds, 'kill', 'stop'].map((kind) => [kind]))
  })
})

describe('of two runtimes', () => {
  const pairsOf = (seed: string) =>
    roundsOf(planTwoRuntimes({ ...two, seed, rounds: 0 })).map((round) =>
      round.flatMap(({ hits }) => hits),
    )
  const pairs = Array.from({ length: 20 }, (_, seed) => pairsOf(`${seed}`)).flat()

  test('every variant of every kind is hit before any repeats', () => {
    const all = allOf(twoRuntimes)

    const plan = planTwoRuntimes({ ...two, rounds: all.length, overlaps: 0 })

    expect(namesOf(plan).sort()).toEqual(all.sort())
  })

  test('processes are held for the longest time, and half of it where two faults overlap', () => {
    const stops = planTwoRuntimes(two).parts.map(({ rounds }) => {
      const hits = rounds.flatMap((round) => round.flatMap((act) => act.hits))
      return [...new Set(hits.flatMap(({ kind, lastsMs }) => (kind === 'stop' ? lastsMs : [])))]
    })

    expect(stops).toEqual([[30_000], [15_000]])
  })

  test('two concurrent faults never have the same target', () => {
    const hit = pairs.map((hits) => hits.map(({ variant, place }) => `${variant} ${place}`))

    expect(hit.filter(([first, second]) => first === second)).toEqual([])
    expect(hit.filter(([, second]) => second !== undefined).length).toBeGreaterThan(700)
  })

  test('two concurrent faults never hit a runtime and one of its processes', () => {
    const ofOneRuntime = pairs.filter(
      ([a, b]) =>
        [a, b].some((hit) => hit?.variant === 'runtime') &&
        ![a, b].some((hit) => hit?.variant === 'broker' || hit?.variant === 'postgres'),
    )

    expect(ofOneRuntime.length).toBeGreaterThan(50)
    expect(ofOneRuntime.filter(([a, b]) => a?.place === b?.place)).toEqual([])
  })
})
