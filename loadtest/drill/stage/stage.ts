import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../make-samples/random.ts'
import { removeClockMemory } from '../faults/clock.ts'
import type { FaultKind, Topology } from '../topology.ts'
import { type Link, startLink } from './link.ts'
import { type Means, prepareMeans } from './means.ts'
import { type Server, startBrokers, startDatabase } from './servers.ts'
import { type DrillSystem, startSystem } from './system.ts'
import { prepareWorkspace } from './workspace.ts'

export interface StageOptions {
  topology: Topology
  seed: string
  folder: string
  kinds: FaultKind[]
  deliveryTimeoutMs: number
  /** Size of the disk that is filled. */
  diskBytes: number
}

/** Everything that a drill can break. */
export interface Stage {
  brokers: Server[]
  databases: Server[]
  systems: DrillSystem[]
  dataDirs: string[]
  /** In front of each system's gateway. */
  gateways: Link[]
  /** Journal of the deliveries to ocr, one file per system. */
  deliveries: string[]
  /** File that tells ocr how to answer. */
  control: string
  /** The pipeline's manifests. */
  knativeDir: string
  /** Broker addresses that bypass the links; empty with the embedded log. */
  kafka: string[]
  means: Means
  /** Number of connections cut. */
  cuts(): number
  /** Graceful stop of the runtimes only. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Starts the processes of a topology: all real, except ocr for stub pages. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { topology, seed, folder, kinds, deliveryTimeoutMs, diskBytes } = options
  const timeout = `PT${deliveryTimeoutMs / 1000}S`
  const { window } = topology
  const { env, control } = prepareWorkspace(folder, { timeout, ...(window && { window }) })
  const names = Array.from({ length: topology.runtimes }, (_, index) => `runtime-${index + 1}`)
  const dataDirs = names.map((name) => join(folder, name))
  const deliveries = names.map((name) => join(folder, `deliveries-${name}`))
  for (const dataDir of dataDirs) mkdirSync(dataDir)
  const means = prepareMeans({ kinds, folder, diskBytes, dataDir: dataDirs[0] ?? '' })
  const [brokers, databases] = await Promise.all([
    startBrokers(topology.brokers, join(folder, 'kafka')),
    startDatabase(topology.databases, join(folder, 'postgres')),
  ])
  const servers = [...brokers.servers, ...databases.servers]
  const settings = {
    ...{ ...env, ...topology.env, ...brokers.env, ...databases.env, ...means.env },
    DRILL_LATE_MS: `${deliveryTimeoutMs + 1000}`,
  }
  const starts = await Promise.allSettled(
    dataDirs.map((dataDir, index) =>
      startSystem({
        dataDir,
        env: { ...settings, DRILL_DELIVERIES: deliveries[index] ?? '' },
        onRuntimeEnd: removeClockMemory,
      }),
    ),
  )
  const systems = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []))
  for (const start of starts) {
    if (start.status === 'fulfilled') continue
    for (const system of systems) system.kill()
    means.release(true)
    throw start.reason
  }
  const random = createRandom(`cuts ${seed}`)
  const gateways = await Promise.all(
    systems.map(({ url }) => startLink(Number(new URL(url).port), random)),
  )
  const links = [...gateways, ...servers.map(({ link }) => link)]
  return {
    ...{ brokers: brokers.servers, databases: databases.servers, systems, dataDirs, gateways },
    ...{ deliveries, control, means, kafka: brokers.internalAddresses },
    knativeDir: env.KNATIVE_DIR,
    cuts: () => links.reduce((sum, link) => sum + link.cuts(), 0),
    async stop() {
      await Promise.all(systems.map((system) => system.stop()))
    },
    async kill() {
      for (const system of systems) system.kill()
      await Promise.allSettled(servers.map((server) => server.kill()))
      for (const link of links) link.close()
    },
  }
}
