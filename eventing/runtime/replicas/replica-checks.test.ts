import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { ReplicaProcess } from './process/replica-process.ts'
import { fakeReplica } from './replica.fixture.ts'
import { createReplicaChecks } from './replica-checks.ts'

const logger = pino({ level: 'silent' })

/** Checks of one replica with these probe answers and this memory. */
function checked(options: {
  alive?: boolean[]
  isReady?: boolean
  rssBytes?: number | null
  memoryBytes?: number
}) {
  const { alive = [], isReady = true, rssBytes = 100, memoryBytes = null } = options
  const killed: number[] = []
  const replaced: ReplicaProcess[] = []
  const { process } = fakeReplica(1, {
    isAlive: async () => alive.shift() ?? true,
    kill: () => killed.push(1),
  })
  const check = createReplicaChecks({
    supervisor: {
      replicas: () => [{ number: 1, process }],
      replace: (replica) => replaced.push(replica),
    },
    pool: { has: () => isReady },
    usageOf: async () => ({ rssBytes, cpuSeconds: 1 }),
    memoryBytes,
    logger,
  })
  return { check, killed, replaced }
}

test.each([
  ['fails three probes in a row', [false, false, false], 1],
  ['fails two', [false, false, true], 0],
  ['fails three, but not in a row', [false, false, true, false], 0],
])('a replica that %s is killed or not', async (_, alive, kills) => {
  const { check, killed } = checked({ alive: [...alive] })

  for (const _ of alive) await check()

  expect(killed).toHaveLength(kills)
})

test.each([
  [59, 0],
  [60, 1],
])(
  'a replica that was never healthy has ten minutes: %i probes, %i kills',
  async (probes, kills) => {
    const { check, killed } = checked({ isReady: false, alive: Array(probes).fill(false) })

    for (let probe = 0; probe < probes; probe += 1) await check()

    expect(killed).toHaveLength(kills)
  },
)

test.each([
  ['above its limit is replaced', 513, 512, 1],
  ['at its limit stays', 512, 512, 0],
  ['without a limit stays', 1e12, undefined, 0],
  ['that is unknown stays', null, 512, 0],
])('a replica with memory %s', async (_, rssBytes, memoryBytes, replacements) => {
  const { check, replaced, killed } = checked({ rssBytes, memoryBytes })

  await check()

  expect(replaced).toHaveLength(replacements)
  expect(killed).toEqual([])
})
