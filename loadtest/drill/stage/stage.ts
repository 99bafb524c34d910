import { join } from 'node:path'
import { runtimeCount } from '../two-runtimes/plan.ts'
import { type Link, startLink } from './link.ts'
import { type Brokers, type Database, startBrokers, startDatabase } from './servers.ts'
import { type DrillSystem, startSystem } from './system.ts'
import { prepareWorkspace } from './workspace.ts'

/** Everything that is broken in a drill. */
export interface Stage {
  brokers: Brokers
  database: Database
  systems: DrillSystem[]
  /** In front of each system's gateway. */
  gateways: Link[]
  /** Of each system: what its replicas of ocr saw. */
  deliveries: string[]
  /** The pipeline's manifests. */
  knativeDir: string
  /** How many connections were cut. */
  cuts(): number
  /** In order, the runtimes only. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** An upload that was saved and not appended is sent again after so long: longer than a leader's replacement takes. */
const unappendedAfterMs = 10_000

/** Two runtimes of one group over three brokers and one database, all of it real but ocr for stub pages. */
export async function openStage(folder: string, deliveryTimeoutMs: number): Promise<Stage> {
  const { env } = prepareWorkspace(folder, { timeout: `PT${deliveryTimeoutMs / 1000}S` })
  const [brokers, database] = await Promise.all([
    startBrokers(join(folder, 'kafka')),
    startDatabase(join(folder, 'postgres')),
  ])
  const servers = [...brokers.servers, database.server]
  const names = Array.from({ length: runtimeCount }, (_, index) => `runtime-${index + 1}`)
  const deliveries = names.map((name) => join(folder, `deliveries-${name}`))
  const settings = {
    ...env,
    KAFKA_BROKERS: brokers.addresses,
    DATABASE_URL: database.url,
    UNAPPENDED_AFTER_MS: `${unappendedAfterMs}`,
  }
  const starts = await Promise.allSettled(
    names.map((name, index) =>
      startSystem({
        dataDir: join(folder, name),
        env: { ...settings, DRILL_DELIVERIES: deliveries[index] ?? '' },
      }),
    ),
  )
  const systems = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []))
  for (const start of starts) {
    if (start.status === 'fulfilled') continue
    for (const system of systems) system.kill()
    throw start.reason
  }
  const gateways = await Promise.all(systems.map(({ url }) => startLink(Number(new URL(url).port))))
  const links = [...gateways, ...servers.map(({ link }) => link)]
  return {
    ...{ brokers, database, systems, gateways, deliveries, knativeDir: env.KNATIVE_DIR },
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
